-- D12: what the IdP calls a person for good, apart from the address. null is off; NAME_ID the persistent NameID;
-- anything else the name of an attribute behind "ATTRIBUTE:".
alter table connection add column stable_identifier text
    check (stable_identifier = 'NAME_ID' or stable_identifier like 'ATTRIBUTE:_%');

create table sso_identifier (
    organization_id  uuid not null,
    connection_id    uuid not null,
    user_id          uuid not null,
    identifier       text not null,
    remembered_at    timestamptz not null,
    confirmed_by     text,
    primary key (organization_id, connection_id, user_id),
    foreign key (organization_id, connection_id) references connection (organization_id, id),
    foreign key (organization_id, user_id) references app_user (organization_id, id)
);
create unique index sso_identifier_once on sso_identifier (organization_id, connection_id, identifier);

-- Who came with another identifier, or whose identifier came with another address: for an admin to look at.
create table sso_identifier_question (
    organization_id  uuid not null,
    connection_id    uuid not null,
    user_id          uuid not null,
    identifier       text not null,
    email            text not null,
    asked_at         timestamptz not null,
    primary key (organization_id, connection_id, user_id),
    foreign key (organization_id, connection_id) references connection (organization_id, id),
    foreign key (organization_id, user_id) references app_user (organization_id, id)
);
