-- What customers ask of support. waiting_since says since when nobody has answered; nothing where it is not our turn.
create sequence support_position;

create table support_request (
    organization_id  uuid not null references organization (id),
    id               uuid not null unique,
    kind             text not null check (kind in ('SET_UP_SSO', 'ENABLE_USERS', 'DISABLE_USERS', 'OTHER')),
    state            text not null
                     check (state in ('WAITING_FOR_SUPPORT', 'WAITING_FOR_CUSTOMER', 'DONE', 'CANCELLED')),
    subject          text not null,
    channel          text not null check (channel in ('PORTAL', 'PHONE', 'MAIL', 'CHAT', 'MEETING', 'OTHER')),
    opener_kind      text not null check (opener_kind in ('OPERATOR', 'USER', 'IDP', 'SYSTEM')),
    opener_id        text,
    opener_name      text not null,
    owner_id         uuid,
    owner_name       text,
    opened_at        timestamptz not null,
    waiting_since    timestamptz,
    closed_at        timestamptz,
    primary key (organization_id, id),
    check ((owner_id is null) = (owner_name is null)),
    check ((state = 'WAITING_FOR_SUPPORT') = (waiting_since is not null)),
    check ((state in ('DONE', 'CANCELLED')) = (closed_at is not null))
);
create index support_request_by_organization on support_request (organization_id, opened_at desc, id);
create index support_request_open on support_request (waiting_since, opened_at, id) where closed_at is null;
create index support_request_owned on support_request (owner_id) where closed_at is null;
create index support_request_closed on support_request (closed_at desc, id) where closed_at is not null;
create index support_request_by_opener on support_request (opener_id);
create index support_request_by_subject on support_request (lower(subject) text_pattern_ops);

-- What both sides see of a request: what was written, and what happened to it.
create table support_entry (
    organization_id  uuid not null,
    request_id       uuid not null,
    id               uuid not null,
    position         bigint not null default nextval('support_position'),
    kind             text not null check (kind in ('MESSAGE', 'EVENT')),
    author_kind      text not null check (author_kind in ('OPERATOR', 'USER', 'IDP', 'SYSTEM')),
    author_id        text,
    author_name      text not null,
    text             text not null,
    at               timestamptz not null,
    primary key (organization_id, id),
    foreign key (organization_id, request_id) references support_request (organization_id, id)
);
create index support_entry_by_request on support_entry (organization_id, request_id, position);

-- What operators write for one another. It is apart, so that no look-up for the customer can come upon it.
create table support_note (
    organization_id  uuid not null,
    request_id       uuid not null,
    id               uuid not null,
    position         bigint not null default nextval('support_position'),
    author_id        text,
    author_name      text not null,
    text             text not null,
    at               timestamptz not null,
    primary key (organization_id, id),
    foreign key (organization_id, request_id) references support_request (organization_id, id)
);
create index support_note_by_request on support_note (organization_id, request_id, position);

-- Who is to be told of a message by mail. A mail is claimed before it is sent, so that nobody gets it twice.
create table support_mail (
    organization_id  uuid not null,
    entry_id         uuid not null,
    recipient_id     text not null,
    claimed_at       timestamptz,
    sent_at          timestamptz,
    primary key (organization_id, entry_id, recipient_id),
    foreign key (organization_id, entry_id) references support_entry (organization_id, id)
);
create index support_mail_by_entry on support_mail (entry_id);

-- The request that an operator is working on, in each organization. What they change there is recorded with it.
create table request_focus (
    operator_id      uuid not null,
    organization_id  uuid not null,
    request_id       uuid not null,
    since            timestamptz not null,
    primary key (operator_id, organization_id),
    foreign key (organization_id, request_id) references support_request (organization_id, id)
);
create index request_focus_by_request on request_focus (organization_id, request_id);

-- Equality with a request's SID implies the condition, so that a query need not repeat it.
create index audit_record_by_request on audit_record ((detail ->> 'request'))
    where detail ->> 'request' is not null;

-- Names are found by how they begin, over all organizations.
create index app_user_by_name on app_user (lower(name) text_pattern_ops);
create index account_by_name_anywhere on account (lower(name) text_pattern_ops);
create index organization_by_name_beginning on organization (lower(name) text_pattern_ops);
create index connection_by_name on connection (lower(name) text_pattern_ops);
create index connection_by_idp on connection (idp_entity_id);
