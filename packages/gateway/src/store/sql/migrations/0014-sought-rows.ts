/**
 * What is asked for often, among rows that have become many: the pushes that wait, oldest first (the index of their leases stays
 * for the version of before), those that failed, those whose document is still there, what belongs to an openid or a person,
 * sign-ins that nobody has scanned, and the pictures that are to be copied.
 */
export const soughtRows = `
CREATE INDEX inbox_oldest ON inbox (received_at) WHERE state = 'new';
CREATE INDEX inbox_dead ON inbox (received_at) WHERE state = 'dead';
CREATE INDEX inbox_documents ON inbox (received_at) WHERE document <> '';
CREATE INDEX sessions_openid ON sessions (app_id, openid);
CREATE INDEX logins_openid ON logins (app_id, openid) WHERE openid IS NOT NULL;
CREATE INDEX link_codes_target ON link_codes (target_app_id, target_openid);
CREATE INDEX handoffs_person ON handoffs (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX handoffs_new ON handoffs (started_at, id) WHERE status = 'new';
CREATE INDEX merges_former ON merges (former_id) WHERE former_id IS NOT NULL;

ALTER TABLE profile_fields ADD COLUMN copy_at bigint;
UPDATE profile_fields SET copy_at = learnt_at WHERE field = 'avatar' AND NOT EXISTS (
  SELECT id FROM avatars
  WHERE avatars.app_id = profile_fields.app_id AND avatars.openid = profile_fields.openid AND avatars.source = profile_fields.value
);
CREATE INDEX profile_fields_copy ON profile_fields (copy_at) WHERE copy_at IS NOT NULL;
`;
