-- Owner: directory. What other modules may read of users, accounts and who is in which. A password's hash is not in it.
create or replace view directory_user as
select organization_id, id, email, email_key, email_domain, name, admin, active, kind, created_at,
       password_hash is not null as has_password
from app_user;

create or replace view directory_account as
select organization_id, id, name from account;

create or replace view directory_membership as
select organization_id, account_id, user_organization_id, user_id from membership;
