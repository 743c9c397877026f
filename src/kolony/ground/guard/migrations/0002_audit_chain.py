"""The audit numbers and chains its own rows and lets nobody change them, whoever asks and through whatever client."""

from django.db import migrations

CHAIN = """
CREATE FUNCTION guard_audit_chain() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE last_sequence bigint; last_hash text;
BEGIN
  PERFORM pg_advisory_xact_lock(7105421);
  SELECT sequence, hash INTO last_sequence, last_hash FROM guard_auditentry ORDER BY sequence DESC LIMIT 1;
  NEW.sequence := coalesce(last_sequence, 0) + 1;
  NEW.previous := coalesce(last_hash, repeat('0', 64));
  NEW.hash := encode(sha256(convert_to(NEW.previous || ' ' || NEW.sequence || ' ' || NEW.body, 'UTF8')), 'hex');
  INSERT INTO guard_audithead (id, sequence, hash) VALUES (1, NEW.sequence, NEW.hash)
    ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash;
  RETURN NEW;
END $$;
CREATE TRIGGER audit_chain BEFORE INSERT ON guard_auditentry FOR EACH ROW EXECUTE FUNCTION guard_audit_chain();

CREATE FUNCTION guard_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON guard_auditentry
  FOR EACH STATEMENT EXECUTE FUNCTION guard_audit_refuse();
"""

UNCHAIN = """
DROP TRIGGER audit_append_only ON guard_auditentry;
DROP TRIGGER audit_chain ON guard_auditentry;
DROP FUNCTION guard_audit_refuse();
DROP FUNCTION guard_audit_chain();
"""

# A role of its own for the running program: it may do everything with rows but change the audit. Where the database
# user may not make roles (a managed server), the owner gives up the privilege itself and the trigger stays.
PRIVILEGES = """
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kolony_app') THEN
    BEGIN
      CREATE ROLE kolony_app NOLOGIN;
    EXCEPTION
      WHEN insufficient_privilege THEN RAISE NOTICE 'kolony_app: no right to make roles';
      WHEN duplicate_object OR unique_violation THEN NULL;
    END;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'kolony_app') THEN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO kolony_app', current_schema());
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO kolony_app', current_schema());
    EXECUTE format('GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA %I TO kolony_app', current_schema());
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO kolony_app', current_schema());
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO kolony_app', current_schema());
    REVOKE UPDATE, DELETE, TRUNCATE ON guard_auditentry FROM kolony_app;
    REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON guard_audithead FROM kolony_app;
  END IF;
  REVOKE UPDATE, DELETE, TRUNCATE ON guard_auditentry FROM PUBLIC;
  EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON guard_auditentry FROM %I', current_user);
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [("guard", "0001_initial")]

    operations = [
        migrations.RunSQL(CHAIN, UNCHAIN),
        migrations.RunSQL(PRIVILEGES, migrations.RunSQL.noop),
    ]
