-- Owner: failures. Whose sign-in failed, by the address as addresses are compared. What the message said is not in it.
create or replace view login_failure as
select organization_id, connection_id, reference, at, code, coalesce(email_key, lower(email)) as email_key
from sign_in_failure;
