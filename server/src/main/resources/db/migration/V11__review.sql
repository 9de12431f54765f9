-- What an address and a name say when their writing is left aside; for suspicions only, never for a sign-in.
-- "Anna.Smith+news@acme.example" and "annasmith@acme.de" have the same letters.
create function address_letters(address text) returns text
    language sql immutable strict parallel safe
    return translate(split_part(split_part(address, '@', 1), '+', 1), '._-', '');

-- The letters of "smith.anna@" where the address is "anna.smith@"; null where it has not two parts.
create function address_turned(address text) returns text
    language sql immutable strict parallel safe
    return case when split_part(translate(split_part(split_part(address, '@', 1), '+', 1), '_-', '..'), '.', 2) <> ''
                 and split_part(translate(split_part(split_part(address, '@', 1), '+', 1), '_-', '..'), '.', 1) <> ''
                 and split_part(translate(split_part(split_part(address, '@', 1), '+', 1), '_-', '..'), '.', 3) = ''
                then split_part(translate(split_part(split_part(address, '@', 1), '+', 1), '_-', '..'), '.', 2)
                  || split_part(translate(split_part(split_part(address, '@', 1), '+', 1), '_-', '..'), '.', 1) end;

-- The words of a name by the alphabet, so that "Smith, Anna" is "Anna Smith"; null for a single word.
create function name_words(name text) returns text
    language sql immutable strict parallel safe
    return (select case when count(*) > 1 then string_agg(word, ' ' order by word collate "C") end
            from unnest(string_to_array(lower(translate(name, ',;.''’-', '      ')), ' ')) word where word <> '');

-- The users that the IdP behind a connection has, as its admin exported them. A list is read when its columns are
-- confirmed; then the file is gone, and the list that was there before is REPLACED.
create table idp_list (
    organization_id  uuid not null,
    id               uuid not null unique,
    connection_id    uuid not null,
    state            text not null check (state in ('UPLOADED', 'READING', 'READ', 'REPLACED')),
    file_name        text not null,
    bytes            bigint not null,
    charset          text not null,
    separator        text not null,
    source           text check (source in ('OKTA', 'ENTRA', 'GOOGLE')),
    choice           jsonb,
    refusal          text,
    refusal_detail   text,
    users            bigint not null default 0,
    refused_lines    bigint not null default 0,
    uploaded_at      timestamptz not null,
    uploaded_by      text not null,
    read_at          timestamptz,
    used_at          timestamptz not null,
    primary key (organization_id, id),
    foreign key (organization_id, connection_id) references connection (organization_id, id)
);
create unique index idp_list_read on idp_list (organization_id, connection_id) where state = 'READ';
create index idp_list_by_connection on idp_list (organization_id, connection_id, uploaded_at);

-- The file between the upload and the reading, in compressed parts: a node keeps nothing that another needs.
create table idp_list_part (
    organization_id  uuid not null,
    list_id          uuid not null,
    number           integer not null,
    content          bytea not null,
    primary key (organization_id, list_id, number)
);
alter table idp_list_part alter column content set storage external;

-- No foreign key: millions of rows come and go at once, and only with their list.
create table idp_entry (
    organization_id  uuid not null,
    list_id          uuid not null,
    email_key        text not null,
    email            text not null,
    name             text,
    active           boolean not null,
    line             bigint not null,
    primary key (organization_id, list_id, email_key)
);

create table idp_refused_line (
    organization_id  uuid not null,
    list_id          uuid not null,
    line             bigint not null,
    problem          text not null,
    content          text not null,
    primary key (organization_id, list_id, line)
);

-- When a list of users was last held against the IdP's. wanted grows with everything that may change a finding.
create table cohort_comparison (
    organization_id  uuid not null,
    cohort_id        uuid not null,
    list_id          uuid,
    wanted           bigint not null default 1,
    done             bigint not null default 0,
    compared_at      timestamptz,
    in_both          bigint not null default 0,
    only_in_idp      bigint not null default 0,
    -- of the users and addresses that were compared: decisions about them change no finding
    users            bigint not null default -1,
    fingerprint      numeric not null default 0,
    primary key (organization_id, cohort_id),
    foreign key (organization_id, cohort_id) references cohort (organization_id, id)
);

-- Who might be locked out. Also of users who are left out: taking one back asks nothing anew.
create table cohort_finding (
    organization_id  uuid not null,
    cohort_id        uuid not null,
    kind             text not null check (kind in ('MISSING_IN_IDP', 'ALIAS_SUSPECTED', 'CASE_COLLISION', 'INACTIVE',
                                                   'SHARED_MAILBOX', 'API_ONLY')),
    user_id          uuid not null,
    likely_email     text,
    likely_name      text,
    why              text,
    primary key (organization_id, cohort_id, kind, user_id)
);
create index cohort_finding_by_user on cohort_finding (organization_id, user_id);

-- Somebody says that a finding may stay. It holds for the address that it was said of.
create table finding_acceptance (
    organization_id  uuid not null,
    cohort_id        uuid not null,
    kind             text not null check (kind in ('MISSING_IN_IDP', 'INACTIVE', 'SHARED_MAILBOX', 'NEVER_SIGNED_IN')),
    user_id          uuid not null,
    email            text not null,
    reason           text not null,
    side             text not null check (side in ('CUSTOMER', 'OPERATOR')),
    accepted_at      timestamptz not null,
    accepted_by      text not null,
    primary key (organization_id, cohort_id, kind, user_id),
    check (kind <> 'MISSING_IN_IDP' or side = 'CUSTOMER')
);

-- A new address for a user, until they confirm it from a mail to it. The token comes with the mail and is kept as a
-- hash.
create table address_correction (
    organization_id  uuid not null,
    id               uuid not null unique,
    cohort_id        uuid not null,
    user_id          uuid not null,
    old_email        text not null,
    new_email        text not null,
    token_hash       bytea unique,
    asked_at         timestamptz not null,
    asked_by         text not null,
    expires_at       timestamptz not null,
    mailed_at        timestamptz,
    notice_mailed_at timestamptz,
    confirmed_at     timestamptz,
    cancelled_at     timestamptz,
    cancelled_by     text,
    primary key (organization_id, id),
    foreign key (organization_id, cohort_id) references cohort (organization_id, id),
    foreign key (organization_id, user_id) references app_user (organization_id, id)
);
create unique index address_correction_open on address_correction (organization_id, user_id)
    where confirmed_at is null and cancelled_at is null;
create index address_correction_by_cohort on address_correction (organization_id, cohort_id, asked_at);
