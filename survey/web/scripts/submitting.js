// A queued submission, once everything else has arrived: it names the revision that was checked.
var Submitting = (() => {
  const { me } = document.body.dataset;

  // Queued first, so that a line that breaks now breaks nothing.
  async function queue(event) {
    event.preventDefault();
    const key = Syncing.random();
    await Syncing.alter((draft) => {
      draft.submit = draft.submit || { key, rev: Math.max(draft.rev, +document.body.dataset.rev) };
    });
    if (await Syncing.now()) location = "/survey/receipt";
  }

  // False where it is still to be sent, or refused: then it waits no longer, and the reason is said.
  async function send() {
    const { key, rev } = Syncing.draft.submit;
    const sent = { account: +me, round: Syncing.round, commune: Syncing.commune, key, revision: rev };
    const [status, said] = await Line.send("/survey/sync/submit", sent);
    if (status === 200 || status === 409)
      await Syncing.alter((draft) => {
        delete draft.submit;
        if (status === 409) return;
        draft.prepared = "";
        draft.receipt = said.receipt;
        Syncing.stand(draft, said);
      });
    return status === 200 || Syncing.stopped(status, said);
  }

  return { queue, send };
})();
