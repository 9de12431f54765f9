-- An IdP's LogoutRequest may write a name in other letters than the sign-in did. And of a long name only the beginning is
-- in the index, whose entries have a longest length.
drop index session_by_name;
create index session_by_name on session (connection_id, left(lower(name_id), 300)) where name_id is not null;
