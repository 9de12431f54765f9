-- How often somebody tried. The counts are ours now: a level that sinks, and two statements less for each try. They need
-- not outlive a crash, so nobody waits for the disk while they hold a row that a whole office comes to.
alter table rate_limit set unlogged;
alter table rate_limit add column level double precision;
alter table rate_limit add column drain double precision;
alter table rate_limit add column most double precision;
alter table rate_limit add column at timestamptz;
alter table rate_limit add column taken boolean;
create index rate_limit_by_expiry on rate_limit (expires_at);

-- What is left of a level at a later time; drain is by the second.
create function rate_left(level double precision, drain double precision, since timestamptz, upto timestamptz)
returns double precision language sql immutable as $$
    select greatest(coalesce(level, 0)
        - drain * greatest(extract(epoch from upto - coalesce(since, upto))::double precision, 0), 0)
$$;
