-- Owner: login. Who came in through which connection, first and last.
create or replace view login_history as
select organization_id, user_id, connection_id, first_at, last_at from sso_sign_in;
