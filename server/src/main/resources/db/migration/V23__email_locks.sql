-- A row for each address that is being given to a user; whoever inserts it holds the address until the transaction
-- ends. What was held when the server crashed is held by nobody, so the table needs no log.
create unlogged table email_lock (
    key_hash  bigint primary key
);
