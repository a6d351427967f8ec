"""The policy in force, drafts with their editor, backtests and shadow, and the versions."""

from django.urls import path

from apps.policies.views import backtest, editor, history, policy, publish, shadow, trial

urlpatterns = [
    path("w/<slug:slug>/policy/", policy.policy, name="policy"),
    path("w/<slug:slug>/policy/begin/", policy.begin, name="begin-draft"),
    path("w/<slug:slug>/policy/history/", history.history, name="policy-history"),
    path("w/<slug:slug>/policy/history/<slug:said>/", history.version, name="policy-version"),
    path("w/<slug:slug>/policy/history/<slug:said>/back/", history.back, name="policy-back"),
    path("w/<slug:slug>/policy/drafts/<slug:said>/", editor.draft, name="draft"),
    path("w/<slug:slug>/policy/drafts/<slug:said>/code/", editor.code, name="draft-code"),
    path("w/<slug:slug>/policy/drafts/<slug:said>/try/", trial.trial, name="draft-try"),
    path("w/<slug:slug>/policy/drafts/<slug:said>/backtest/", backtest.backtest, name="draft-backtest"),
    path("w/<slug:slug>/policy/drafts/<slug:said>/backtest.csv", backtest.backtest_csv, name="draft-backtest-csv"),
    path("w/<slug:slug>/policy/drafts/<slug:said>/publish/", publish.publish, name="draft-publish"),
    path("w/<slug:slug>/policy/drafts/<slug:said>/shadow/", shadow.shadow, name="draft-shadow"),
]
