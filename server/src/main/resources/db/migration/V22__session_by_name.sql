-- An IdP's LogoutRequest names somebody at one connection: it finds their sessions, and reads no others. Nothing that a
-- session changes later is in it, so fetching one stays as cheap as it was.
create index session_by_name on session (connection_id, name_id) where name_id is not null;
