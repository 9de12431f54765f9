-- A form names the version that it was filled from, so that nobody overwrites what somebody else changed meanwhile.
alter table organization add column version integer not null default 1;
alter table account add column version integer not null default 1;
alter table app_user add column version integer not null default 1;

create index app_user_by_domain_anywhere on app_user (email_domain, organization_id);
create index account_by_name on account (organization_id, lower(name));

create index password_reset_by_user on password_reset (organization_id, user_id);

-- A file of users between its preview and its import. The content goes when it was imported, the rest when it expires.
create table user_import (
    organization_id  uuid not null references organization (id),
    id               uuid not null unique,
    operator_id      uuid not null,
    content          bytea,
    created_at       timestamptz not null,
    expires_at       timestamptz not null,
    imported_at      timestamptz,
    created_users    integer,
    already_there    integer,
    refused_lines    integer,
    refused          bytea,
    primary key (organization_id, id)
);
create index user_import_by_expiry on user_import (expires_at);
