-- What a sign-in is for, settled when it is asked for and kept with the request: only to be signed in, or to go on with
-- a page. The session that answers the request inherits the page, and so the purpose.
alter table authn_request add column purpose text;
update authn_request set return_to = null where return_to = '/console';
update authn_request set purpose = case when return_to is null then 'SIGN_IN' else 'RESUME' end;
alter table authn_request alter column purpose set not null;
alter table authn_request add constraint authn_request_purpose check (
    case purpose when 'SIGN_IN' then return_to is null when 'RESUME' then return_to is not null else false end);

-- Nobody has read these.
alter table authn_request drop column relay_state;
alter table sign_in_failure drop column user_id;
