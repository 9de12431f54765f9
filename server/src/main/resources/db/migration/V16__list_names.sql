-- A list keeps the names that its users had, too: what was approved is read without the directory, and found by name.
alter table cohort_user add column name text;
update cohort_user cu set name = u.name from app_user u
    where u.organization_id = cu.organization_id and u.id = cu.user_id;
update cohort_user set name = '' where name is null;
alter table cohort_user alter column name set not null;

-- The order in which a list is shown and taken away stands in its index to the end.
drop index cohort_user_by_email;
create index cohort_user_by_email on cohort_user (organization_id, cohort_id, email_key, user_id);

-- Few users are deactivated or no persons, and what asks for them asks for one organization's.
create index app_user_inactive on app_user (organization_id, id) where not active;
create index app_user_of_other_kinds on app_user (organization_id, id) where kind <> 'PERSON';
-- Two addresses that differ in case alone: one of them at least has capitals.
create index app_user_with_capitals on app_user (email_key) include (organization_id, id) where email <> email_key;

-- A cell in which a spreadsheet finds no formula; the class SafeCsv does the same to what the server writes.
create function safe_cell(cell text) returns text
    language sql immutable strict parallel safe
    return case when cell <> '' and position(left(cell, 1) in E'=+-@\t\r\n＝＋－＠') > 0 then '''' || cell else cell end;
