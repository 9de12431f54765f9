-- An IdP's LogoutRequest may write a name in other letters than the sign-in did. And of a long name only the beginning is
-- in the index, whose entries have a longest length.
drop index session_by_name;
create index session_by_name on session (connection_id, left(lower(name_id), 300)) where name_id is not null;

-- The address that somebody typed before they were sent to their IdP, to tell who it was where that fails.
alter table authn_request add column email text;

-- What somebody had typed when their session had ended: kept for a short while, for the same person to send it or not.
-- Never with a file or a secret. The token is in a link; only its hash is here.
create table kept_form (
    token_hash  bytea primary key,
    owner       text not null,
    path        text not null,
    fields      jsonb not null,
    kept_at     timestamptz not null,
    expires_at  timestamptz not null
);
create index kept_form_by_owner on kept_form (owner, kept_at);
