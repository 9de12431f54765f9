alter table operator add column last_sign_in_at timestamptz;

-- FIRST: printed at a start with no operator, and good only as long as there is none. RECOVERY: asked for in the
-- environment. COLLEAGUE: made by an operator.
alter table operator_invitation
    add column kind text not null default 'FIRST' check (kind in ('FIRST', 'RECOVERY', 'COLLEAGUE')),
    add column created_by uuid references operator (id);
create index operator_session_by_operator on operator_session (operator_id);
