-- An import of more users than one transaction should make: its lines wait here, and a job takes a batch after another.
create table large_import (
    organization_id  uuid not null references organization (id),
    id               uuid not null unique,
    operator_id      uuid not null,
    state            text not null check (state in ('JUDGING', 'READY', 'RUNNING', 'STOPPED', 'DONE')),
    ignored          text not null,
    lines            integer not null,
    batches          integer not null,
    -- How far the job is, in what its state says.
    next_batch       integer not null default 0,
    lines_done       integer not null default 0,
    -- What its page said would happen.
    newcomers        integer not null default 0,
    present          integer not null default 0,
    refused          integer not null default 0,
    -- What happened.
    created          integer not null default 0,
    admins           integer not null default 0,
    left_out         integer not null default 0,
    -- Who confirmed it, working on which request, from where: each record says so.
    actor_name       text,
    request          text,
    address          text,
    created_at       timestamptz not null,
    expires_at       timestamptz not null,
    primary key (organization_id, id)
);
create index large_import_by_expiry on large_import (expires_at);

-- No foreign key: a million rows come and go at once, and only with their import.
create table large_import_line (
    organization_id  uuid not null,
    import_id        uuid not null,
    batch            integer not null,
    line             integer not null,
    email            text not null,
    email_key        text not null,
    name             text not null,
    admin            text not null,
    kind             text not null,
    accounts         text not null,
    overflows        boolean not null,
    primary key (organization_id, import_id, batch, line)
);

-- What is to be said of a line. One of which nothing is said makes a user.
create table large_import_verdict (
    organization_id  uuid not null,
    import_id        uuid not null,
    kind             text not null check (kind in ('REPEATED', 'NEW', 'PRESENT', 'DIFFERENT', 'REFUSED', 'LEFT_OUT')),
    batch            integer not null,
    line             integer not null,
    detail           text not null,
    primary key (organization_id, import_id, kind, batch, line)
);
