-- A link is listed and withdrawn by an id of its own: its token is known to nobody but its holder.
alter table operator_invitation add column id uuid not null default gen_random_uuid() unique;
create index operator_invitation_by_maker on operator_invitation (created_by);

-- A link lives as long as whoever made it may make one.
delete from operator_invitation i using operator o where o.id = i.created_by and not o.active and i.used_at is null;

-- Links to set a password: by mail, where nobody is named, or made by an operator for a user without mail.
alter table password_reset
    add column made_by uuid,
    add column made_by_name text,
    add constraint password_reset_maker check ((made_by is null) = (made_by_name is null));
create index password_reset_by_maker on password_reset (made_by) where made_by is not null;

-- Who made those that live for a day is not known: they are made anew.
delete from password_reset where used_at is null and expires_at > created_at + interval '2 hours';
