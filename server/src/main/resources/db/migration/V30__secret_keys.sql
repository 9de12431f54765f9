-- The secret keys lie outside the database. What is here lets a start know them again, and says who holds which.
create table secret_key (
    id            text primary key check (id ~ '^[A-Za-z0-9._-]{1,32}$'),
    -- made from the key; the key can't be made from it
    check_value   bytea not null,
    known_since   timestamptz not null,
    -- since something may be sealed with it, and every node must hold it; null before
    in_use_since  timestamptz,
    -- when a node last said that it seals with it
    sealing_at    timestamptz,
    last_seen_at  timestamptz not null,
    last_seen_on  text not null,
    -- when it was first found to be sealed anew
    leaving_since timestamptz,
    renewed       bigint not null default 0,
    -- since nothing needs it any more; null before
    retired_at    timestamptz
);

-- The nodes that run, as far as is known: each says so every few seconds.
create table secret_key_node (
    id          uuid primary key,
    name        text not null,
    keys        text[] not null,
    wants       text not null,
    seals_with  text not null,
    seen_at     timestamptz not null
);

-- What did not open when it was last tried. There is no row for what is well.
create table sealed_fault (
    of_table  text not null,
    row_key   text not null,
    key_id    text not null,
    code      text not null,
    found_at  timestamptz not null,
    primary key (of_table, row_key)
);

-- The name of the key that sealed a value. It says something of any bytes and fails for none.
create function sealed_with(sealed bytea) returns text language sql immutable strict parallel safe as $$
    select case when length(sealed) > 0 then encode(substring(sealed from 2 for get_byte(sealed, 0)), 'escape')
                else '' end
$$;
create index connection_key_by_secret_key on connection_key (sealed_with(private_key));
create index sign_in_failure_by_secret_key on sign_in_failure (sealed_with(message)) where message is not null;
create index outgoing_mail_by_secret_key on outgoing_mail (sealed_with(text)) where text is not null;
