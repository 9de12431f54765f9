-- Owner: login. Who came in through which connection, first and last.
create or replace view login_history as
select organization_id, user_id, connection_id, first_at, last_at from sso_sign_in;

-- Whose sign-in failed, by the address as addresses are compared. What the message said is not in it.
create or replace view login_failure as
select organization_id, connection_id, reference, at, code, coalesce(email_key, lower(email)) as email_key
from sign_in_failure;
