-- Nothing in the log is ever changed or removed. Who may drop a trigger still can; the chain of seals then shows it.
create function audit_only_grows() returns trigger language plpgsql as $$
begin
    raise exception 'the audit log only grows';
end
$$;
create trigger audit_record_only_grows before update or delete or truncate on audit_record
    for each statement execute function audit_only_grows();
create trigger audit_seal_only_grows before update or delete or truncate on audit_seal
    for each statement execute function audit_only_grows();

-- Every record from before this moment has a seal, as far as the sealer can know.
create table audit_settled (
    only_row  boolean primary key default true check (only_row),
    until     timestamptz not null
);
insert into audit_settled (until) values ('1970-01-01T00:00:00Z');

create table audit_verification (
    id           uuid primary key,
    started_at   timestamptz not null,
    finished_at  timestamptz not null,
    asked_by     text not null,
    head_seq     bigint not null,
    head_hash    bytea not null,
    found        bigint not null,
    findings     jsonb not null
);
create index audit_verification_by_time on audit_verification (finished_at desc);

-- Operators do little compared with sign-ins, which this index leaves alone.
create index audit_record_by_operator on audit_record (actor_id, at desc, id) where actor_kind = 'OPERATOR';
