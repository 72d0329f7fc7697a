-- FHIR clients: codes and tokens, each kept as its hash. What a token lets its bearer ask, in whose name and why.

alter table launch add column app_context jsonb;

create table smart_token (
  token_hash bytea primary key,
  client_id text not null,
  organisation text not null,
  user_id text not null,
  user_name text not null,
  role text not null,
  purpose text not null,
  relationship text,
  stated_purpose text,
  scopes text not null,
  -- The one person it is about; both null: whoever the client names, within its scopes.
  chi text,
  person_id text,
  -- The host's session, so that its moving on ends this; for a token of no launch, one of the token's own.
  host_session text not null,
  app_context jsonb,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index smart_token_expiry on smart_token (expires_at);

-- An authorisation code waits here for its exchange, with all that its token will hold.
create table smart_code (
  code_hash bytea primary key,
  redirect_uri text not null,
  code_challenge text not null,
  nonce text,
  expires_at timestamptz not null,
  spent_at timestamptz,
  -- Known once it is exchanged: a code that comes twice ends the token that it made.
  token_hash bytea,
  grant_of jsonb not null
);
create index smart_code_expiry on smart_code (expires_at);
