-- Opening a page closes what another user left open in the same browser.
create index view_browser_open on view (browser_hash) where closed_at is null;
