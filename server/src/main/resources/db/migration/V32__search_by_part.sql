-- Users are found by a part of their address or name through the letters in it. pg_trgm and btree_gin come with PostgreSQL
-- and may be made by a database's owner. Where they are not installed, or may not be made, the search goes through the
-- users instead, a stretch at a time, and says how far it came.
do $$
declare
    trgm text;
    gin text;
begin
    perform set_config('maintenance_work_mem', '256MB', true);
    create extension if not exists pg_trgm;
    create extension if not exists btree_gin;
    select quote_ident(n.nspname) into trgm from pg_extension e join pg_namespace n on n.oid = e.extnamespace
        where e.extname = 'pg_trgm';
    select quote_ident(n.nspname) into gin from pg_extension e join pg_namespace n on n.oid = e.extnamespace
        where e.extname = 'btree_gin';
    -- A sign-in changes no column in it. Where it has to write the row to another page all the same, what it adds here
    -- waits in a list that is kept short, so that nobody has to sort in much at once.
    execute format(
        'create index app_user_by_part on app_user using gin (organization_id %s.uuid_ops,
            (email_key || chr(10) || lower(name) || case when lower(email) = email_key then '''' else chr(10) || lower(email) end)
                %s.gin_trgm_ops)
            with (gin_pending_list_limit = 1024)', gin, trgm);
exception
    when insufficient_privilege or undefined_file or feature_not_supported or undefined_object or invalid_schema_name then
        raise warning 'users are searched without an index: %', sqlerrm;
end
$$;
