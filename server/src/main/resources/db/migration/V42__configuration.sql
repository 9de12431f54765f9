-- What a confirmed test vouches for has a number and a moment of its own: a new name or a certificate beside the old ones
-- changes the version alone. What was confirmed so far names the version that it saw, which is the first such number.
alter table connection add column configuration integer not null default 1;
alter table connection add column configured_at timestamptz not null default now();
update connection set configuration = version, configured_at = updated_at;
