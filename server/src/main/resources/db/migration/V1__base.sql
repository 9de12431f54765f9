-- Every id is a UUIDv7; people see it as a SID (two letters and 32 hex digits). organization_id leads the key of
-- every tenant table, so that the tables can be distributed by it.

create table audit_record (
    id               uuid primary key,
    at               timestamptz not null,
    organization_id  uuid,
    actor_kind       text not null check (actor_kind in ('OPERATOR', 'USER', 'IDP', 'SYSTEM')),
    actor_id         text,
    actor_name       text not null,
    action           text not null,
    subject_kind     text,
    subject_id       text,
    detail           jsonb not null default '{}',
    ip               text
);
create index audit_record_by_organization on audit_record (organization_id, at desc, id);
create index audit_record_by_subject on audit_record (subject_id, at desc) where subject_id is not null;
create index audit_record_by_time on audit_record (at desc, id);

-- The chain is laid over committed records by one sealer, so that two sign-ins never wait for one another's hash.
create table audit_seal (
    seq        bigint primary key,
    record_id  uuid not null unique references audit_record (id),
    hash       bytea not null
);

create table operator (
    id             uuid primary key,
    email          text not null,
    email_key      text not null unique,
    name           text not null,
    password_hash  text not null,
    active         boolean not null default true,
    created_at     timestamptz not null
);

create table operator_invitation (
    token_hash  bytea primary key,
    created_at  timestamptz not null,
    expires_at  timestamptz not null,
    used_at     timestamptz
);

create table organization (
    id          uuid primary key,
    name        text not null,
    edition     text not null check (edition in ('STANDARD', 'PROFESSIONAL', 'ENTERPRISE', 'ADMINISTRATION')),
    created_at  timestamptz not null
);
create index organization_by_name on organization (lower(name));

create table account (
    organization_id  uuid not null references organization (id),
    id               uuid not null unique,
    name             text not null,
    created_at       timestamptz not null,
    primary key (organization_id, id)
);

-- email is unique as it stands; email_key (without case) is not: a directory taken over from elsewhere can hold two
-- addresses that differ only in case, and such a pair is reported and never guessed between (D2).
create table app_user (
    organization_id  uuid not null references organization (id),
    id               uuid not null unique,
    email            text not null,
    email_key        text not null,
    email_domain     text not null,
    name             text not null,
    password_hash    text,
    admin            boolean not null default false,
    active           boolean not null default true,
    kind             text not null default 'PERSON' check (kind in ('PERSON', 'SHARED_MAILBOX', 'API_ONLY')),
    created_at       timestamptz not null,
    last_sign_in_at  timestamptz,
    primary key (organization_id, id)
);
create unique index app_user_email on app_user (email);
create index app_user_email_key on app_user (email_key);
create index app_user_by_key on app_user (organization_id, email_key);
create index app_user_by_domain on app_user (organization_id, email_domain, email_key);

-- The accounts of an organization can have users from outside it (D6), so a membership names both sides.
create table membership (
    organization_id       uuid not null,
    account_id            uuid not null,
    user_organization_id  uuid not null,
    user_id               uuid not null,
    role                  text not null default 'MEMBER' check (role in ('OWNER', 'MEMBER')),
    created_at            timestamptz not null,
    primary key (organization_id, account_id, user_id),
    foreign key (organization_id, account_id) references account (organization_id, id),
    foreign key (user_organization_id, user_id) references app_user (organization_id, id)
);
create index membership_by_user on membership (user_organization_id, user_id);

create table connection (
    organization_id        uuid not null references organization (id),
    id                     uuid not null unique,
    name                   text not null,
    idp_entity_id          text not null,
    sso_url                text not null,
    sso_binding            text not null check (sso_binding in ('HTTP_REDIRECT', 'HTTP_POST')),
    slo_url                text,
    slo_response_url       text,
    slo_binding            text check (slo_binding in ('HTTP_REDIRECT', 'HTTP_POST')),
    logout_redirect_url    text,
    email_source           text not null check (email_source in ('NAME_ID', 'ATTRIBUTE', 'ANY_NAME_ID_FORMAT')),
    email_attribute        text,
    signature_policy       text not null check (signature_policy in ('RESPONSE', 'ASSERTION', 'EITHER', 'BOTH')),
    encryption_policy      text not null check (encryption_policy in ('ALLOWED', 'REQUIRED')),
    sign_authn_requests    boolean not null default false,
    accept_unsolicited     boolean not null default false,
    refuse_expired_certificates boolean not null default false,
    clock_skew_seconds     integer not null default 60 check (clock_skew_seconds between 0 and 300),
    active                 boolean not null default true,
    version                integer not null default 1,
    created_at             timestamptz not null,
    updated_at             timestamptz not null,
    primary key (organization_id, id),
    check ((email_source = 'ATTRIBUTE') = (email_attribute is not null))
);

create table connection_certificate (
    organization_id  uuid not null,
    connection_id    uuid not null,
    sha256           text not null,
    der              bytea not null,
    added_at         timestamptz not null,
    primary key (organization_id, connection_id, sha256),
    foreign key (organization_id, connection_id) references connection (organization_id, id)
);

create table connection_concession (
    organization_id  uuid not null,
    connection_id    uuid not null,
    concession       text not null,
    reason           text not null,
    granted_by       text not null,
    granted_at       timestamptz not null,
    until            timestamptz not null,
    primary key (organization_id, connection_id, concession),
    foreign key (organization_id, connection_id) references connection (organization_id, id)
);

-- Our own key pair for a connection: it signs AuthnRequests and decrypts assertions. The private key is encrypted
-- with the installation's secret key.
create table connection_key (
    organization_id  uuid not null,
    connection_id    uuid not null,
    id               uuid not null,
    certificate      bytea not null,
    private_key      bytea not null,
    created_at       timestamptz not null,
    primary key (organization_id, connection_id, id),
    foreign key (organization_id, connection_id) references connection (organization_id, id)
);

-- A user's standing toward a connection (D3). No row is NOT_ENABLED.
create table enrollment (
    organization_id  uuid not null,
    user_id          uuid not null,
    connection_id    uuid not null,
    state            text not null check (state in ('PILOT', 'APPROVED', 'ANNOUNCED', 'ENFORCED', 'EXCLUDED')),
    reason           text,
    changed_at       timestamptz not null,
    changed_by       text not null,
    primary key (organization_id, user_id),
    foreign key (organization_id, user_id) references app_user (organization_id, id),
    foreign key (organization_id, connection_id) references connection (organization_id, id)
);
create index enrollment_by_connection on enrollment (organization_id, connection_id, state);

create table authn_request (
    id               text primary key,
    organization_id  uuid not null,
    connection_id    uuid not null,
    browser_hash     bytea not null,
    relay_state      text not null,
    return_to        text,
    created_at       timestamptz not null,
    expires_at       timestamptz not null,
    spent_at         timestamptz
);
create index authn_request_by_expiry on authn_request (expires_at);

create table spent_assertion (
    connection_id  uuid not null,
    assertion_id   text not null,
    expires_at     timestamptz not null,
    primary key (connection_id, assertion_id)
);
create index spent_assertion_by_expiry on spent_assertion (expires_at);

-- A session begins PENDING at the ACS, bound to the browser that asked for it (D11), and becomes ACTIVE when that
-- browser fetches it. Only hashes of the ids are here.
create table session (
    id_hash           bytea primary key,
    organization_id   uuid not null,
    user_id           uuid not null,
    method            text not null check (method in ('PASSWORD', 'SSO')),
    connection_id     uuid,
    name_id           text,
    name_id_format    text,
    session_index     text,
    ticket_hash       bytea unique,
    browser_hash      bytea,
    return_to         text,
    state             text not null check (state in ('PENDING', 'ACTIVE')),
    created_at        timestamptz not null,
    last_seen_at      timestamptz not null,
    expires_at        timestamptz not null
);
create index session_by_user on session (organization_id, user_id);
create index session_by_expiry on session (expires_at);

create table operator_session (
    id_hash       bytea primary key,
    operator_id   uuid not null references operator (id),
    created_at    timestamptz not null,
    last_seen_at  timestamptz not null,
    expires_at    timestamptz not null
);

create table password_reset (
    token_hash       bytea primary key,
    organization_id  uuid not null,
    user_id          uuid not null,
    created_at       timestamptz not null,
    expires_at       timestamptz not null,
    used_at          timestamptz
);

create table sign_in_failure (
    reference        text primary key,
    organization_id  uuid,
    connection_id    uuid,
    user_id          uuid,
    email            text,
    at               timestamptz not null,
    code             text not null,
    expected         text,
    found            text,
    checks           jsonb not null default '[]',
    message          bytea,
    ip               text,
    user_agent       text,
    expires_at       timestamptz not null
);
create index sign_in_failure_by_organization on sign_in_failure (organization_id, at desc);
create index sign_in_failure_by_expiry on sign_in_failure (expires_at);

create table rate_limit (
    id          bigint primary key,
    state       bytea,
    expires_at  bigint
);
