-- A LogoutRequest must name the NameID exactly as the IdP gave it, its qualifiers included (SAML Core 3.7.1).
alter table session add column name_qualifier text;
alter table session add column sp_name_qualifier text;

-- Who has come in through which connection: nobody is enforced who never has.
create table sso_sign_in (
    organization_id  uuid not null,
    user_id          uuid not null,
    connection_id    uuid not null,
    first_at         timestamptz not null,
    last_at          timestamptz not null,
    primary key (organization_id, user_id, connection_id),
    foreign key (organization_id, user_id) references app_user (organization_id, id),
    foreign key (organization_id, connection_id) references connection (organization_id, id)
);
