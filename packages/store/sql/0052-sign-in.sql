-- Signing in with an organisation's own identity provider.

-- One that has begun: the browser that began it, and what the provider's answer is held against. Used once.
create table sign_in_attempt (
  state_hash bytea primary key,
  browser_hash bytea not null,
  provider text not null,
  nonce text not null,
  code_verifier text not null,
  -- The session that this confirms; null where it begins one.
  confirms uuid,
  expires_at timestamptz not null
);

-- Who is signed in, in which browser. `acting` is the role that they chose, or the only one they hold.
create table sign_in_session (
  id uuid primary key,
  browser_hash bytea not null,
  provider text not null,
  organisation text not null,
  user_id text not null,
  user_name text not null,
  roles text[] not null,
  acting text,
  acr text,
  authenticated_at timestamptz not null,
  id_token text not null,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  end_reason text
);
create index sign_in_session_open on sign_in_session (browser_hash) where ended_at is null;
create index sign_in_session_user on sign_in_session (organisation, user_id) where ended_at is null;
