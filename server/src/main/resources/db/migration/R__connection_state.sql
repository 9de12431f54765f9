-- Owner: connections. Whether a connection is in use, and since when it is configured as it is now.
create or replace view connection_state as
select organization_id, id, active, configured_at from connection;
