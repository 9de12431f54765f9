-- A session that began with a recovery code.
alter table session drop constraint session_method_check;
alter table session add constraint session_method_check check (method in ('PASSWORD', 'SSO', 'EMERGENCY'));

-- The admins of an organization who keep a second way in while SSO is enforced. proven_at is when a code of the
-- present set was first used.
create table emergency_admin (
    organization_id  uuid not null,
    user_id          uuid not null,
    named_at         timestamptz not null,
    named_by         text not null,
    codes_made_at    timestamptz,
    proven_at        timestamptz,
    primary key (organization_id, user_id),
    foreign key (organization_id, user_id) references app_user (organization_id, id)
);

-- The present set of codes only; SHA-256 of what has 100 random bits.
create table emergency_code (
    organization_id  uuid not null,
    user_id          uuid not null,
    code_hash        bytea not null,
    used_at          timestamptz,
    primary key (organization_id, user_id, code_hash),
    foreign key (organization_id, user_id) references emergency_admin (organization_id, user_id) on delete cascade
);

-- Mails that are still to be sent. A row is claimed before its mail is sent, and goes when the last one is.
create table emergency_notice (
    organization_id  uuid not null,
    event_id         uuid not null,
    recipient_id     uuid not null,
    kind             text not null check (kind in ('NAMED', 'ENDED', 'CODES_MADE', 'USED')),
    about_id         uuid not null,
    at               timestamptz not null,
    ip               text,
    codes_left       integer not null,
    claimed_at       timestamptz,
    primary key (organization_id, event_id, recipient_id)
);

create index app_user_admins on app_user (organization_id, email_key) where admin;
