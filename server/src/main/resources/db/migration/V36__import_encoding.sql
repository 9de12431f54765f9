-- The encoding of a file that waits to be imported, where somebody said it; null where its bytes tell.
alter table user_import add column encoding text;
