-- The chain of hashes can be computed anew by whoever writes to the database. What is here can't: it is made with a
-- key that lies outside.

-- Where sealing with a key began, or had to begin anew, and why.
create table audit_stretch (
    from_seq     bigint primary key,
    why          text not null check (why in ('FIRST', 'BEFORE_KEYS', 'KEY_LOST', 'BROKEN')),
    hash_before  bytea not null,
    at           timestamptz not null,
    key_id       text not null,
    mac          bytea not null
);

-- The hash at the end of each batch of seals, under a key. A hash covers everything before it.
create table audit_checkpoint (
    seq       bigint primary key,
    from_seq  bigint not null,
    key_id    text not null,
    mac       bytea not null
);
create index audit_checkpoint_by_key on audit_checkpoint (key_id, seq);

alter table audit_verification add column key_id text, add column mac bytea;
