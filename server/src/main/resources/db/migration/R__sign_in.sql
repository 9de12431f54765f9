-- Owner: login. A sign-in by SSO, from a verified identity to a session that waits for its browser, in one statement
-- (ADR 12). A refusal is the name of a LoginError with what is held against it, or STALE where the connection is no longer
-- the one that the message was judged by; it leaves nothing behind. First everything is looked at, then it is written;
-- what a rival has changed in between is raised with the same name, under the state LK001, and undoes what was written.
--
-- It is asked by name (class Admission): the order means nothing, and a name that is missing is an error and no check that
-- was left out (ADR 26). Of what others own it reads the connection and the user as they are, and writes the moment of the
-- user's last sign-in and the record (ADR 25).

-- With other parameters it would be another function, and the old one would stay beside it.
do $$
declare
    old regprocedure;
begin
    for old in select oid from pg_proc where proname = 'sign_in_by_sso' and pronamespace = current_schema()::regnamespace loop
        execute 'drop function ' || old;
    end loop;
end
$$;

create function sign_in_by_sso(
    p_organization uuid, p_connection uuid, p_connection_version integer,
    -- what the message says; the request is null where it answers none
    p_assertion text, p_spent_until timestamptz, p_request text, p_email_key text,
    p_actor text, p_issuer text, p_signed_by text,
    p_name_id text, p_name_id_format text, p_name_qualifier text, p_sp_name_qualifier text, p_session_index text,
    -- whether the IdP's own identifier is looked for (D12), and what is there
    p_identified boolean, p_identifier text,
    -- the states of a standing that let a user in
    p_admitted text[],
    p_session uuid, p_ticket_hash bytea, p_record uuid, p_now timestamptz, p_ends_at timestamptz,
    -- where the message came from
    p_ip text,
    out refusal text, out held text,
    -- what this is the answer to: whoever reads it compares
    out asked_session uuid, out asked_ticket_hash bytea, out asked_connection uuid, out asked_email_key text)
language plpgsql
-- What is known of tables that fill within minutes is no ground to read them whole.
set enable_seqscan = off as $$
declare
    who         app_user;
    ambiguous   boolean;
    answered    authn_request;
    remembered  text;
begin
    asked_session := p_session; asked_ticket_hash := p_ticket_hash; asked_connection := p_connection;
    asked_email_key := p_email_key;

    if not exists (select from connection where organization_id = p_organization and id = p_connection
                   and version = p_connection_version and active) then
        refusal := 'STALE';
        return;
    end if;

    select * into who from app_user where organization_id = p_organization and email_key = p_email_key limit 1;
    ambiguous := who.id is not null and exists (
        select from app_user where organization_id = p_organization and email_key = p_email_key and id <> who.id);

    if exists (select from spent_assertion where connection_id = p_connection and assertion_id = p_assertion) then
        refusal := 'ASSERTION_REPLAYED';
        return;
    end if;

    if p_request is not null then
        select * into answered from authn_request
        where organization_id = p_organization and connection_id = p_connection and id = p_request;
        if answered.id is null then
            refusal := 'REQUEST_UNKNOWN';
        elsif answered.spent_at is not null then
            refusal := 'REQUEST_ANSWERED';
        elsif answered.expires_at <= p_now then
            refusal := 'REQUEST_EXPIRED';
            held := to_char(answered.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');
        end if;
        if refusal is not null then
            return;
        end if;
    end if;

    if who.id is null then
        refusal := 'USER_UNKNOWN';
    elsif ambiguous then
        refusal := 'AMBIGUOUS_ADDRESS';
        held := (select string_agg(email, ', ' order by id) from app_user
                 where organization_id = p_organization and email_key = p_email_key);
    elsif not who.active then
        refusal := 'USER_INACTIVE'; held := who.email;
    elsif (select s.connection_id = p_connection and s.state = any (p_admitted) from standing s
           where s.organization_id = p_organization and s.user_id = who.id
           order by s.rank limit 1) is not true then
        refusal := 'USER_NOT_ENABLED'; held := who.email;
    end if;
    if refusal is not null then
        return;
    end if;

    if p_identified is not false then
        select identifier into remembered from sso_identifier
        where organization_id = p_organization and connection_id = p_connection and user_id = who.id;
        if p_identifier is null then
            refusal := 'IDENTIFIER_MISSING';
        elsif remembered <> p_identifier then
            refusal := 'IDENTIFIER_CHANGED'; held := remembered;
        elsif remembered is null and exists (
                select from sso_identifier where organization_id = p_organization
                and connection_id = p_connection and identifier = p_identifier) then
            refusal := 'IDENTIFIER_CHANGED';
        end if;
        if refusal is not null then
            return;
        end if;
    end if;

    insert into spent_assertion (connection_id, assertion_id, expires_at)
    values (p_connection, p_assertion, p_spent_until) on conflict do nothing;
    if not found then
        refusal := 'ASSERTION_REPLAYED';
        return;
    end if;

    if p_request is not null then
        update authn_request set spent_at = p_now where id = p_request and spent_at is null;
        if not found then
            raise 'REQUEST_ANSWERED' using errcode = 'LK001';
        end if;
    end if;

    if p_identifier is not null and remembered is null then
        insert into sso_identifier (organization_id, connection_id, user_id, identifier, remembered_at)
        values (p_organization, p_connection, who.id, p_identifier, p_now) on conflict do nothing;
        if not found then
            raise 'IDENTIFIER_CHANGED' using errcode = 'LK001';
        end if;
    end if;

    -- Whoever deactivates the user or changes the address waits for this, and ends the session; or is waited for.
    update app_user set last_sign_in_at = p_now
    where organization_id = p_organization and id = who.id and active and app_user.email = who.email;
    if not found then
        raise 'USER_INACTIVE' using errcode = 'LK001';
    end if;

    insert into sso_sign_in (organization_id, user_id, connection_id, first_at, last_at)
    values (p_organization, who.id, p_connection, p_now, p_now)
    on conflict (organization_id, user_id, connection_id) do update set last_at = p_now;

    insert into session (id, secret_hash, organization_id, user_id, method, connection_id, name_id, name_id_format,
                         name_qualifier, sp_name_qualifier, session_index, browser_hash, return_to, state,
                         created_at, last_seen_at, expires_at)
    values (p_session, p_ticket_hash, p_organization, who.id, 'SSO', p_connection, p_name_id, p_name_id_format,
            p_name_qualifier, p_sp_name_qualifier, p_session_index, answered.browser_hash, answered.return_to,
            'PENDING', p_now, p_now, p_ends_at);

    insert into audit_record (id, at, organization_id, actor_kind, actor_id, actor_name, action, subject_kind,
                              subject_id, detail, ip)
    values (p_record, p_now, p_organization, 'IDP', p_actor, p_issuer, 'login.sso', 'user',
            'US' || upper(replace(who.id::text, '-', '')),
            jsonb_build_object('assertion', p_assertion, 'signedBy', p_signed_by), p_ip);
end
$$;
