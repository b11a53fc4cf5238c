using Itgrix.Hooks;
using Itgrix.Runtime.Crms.OAuth;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Hosting;
using Itgrix.Runtime.Platform.Json;
using Itgrix.Runtime.Platform.Metrics;

namespace Itgrix.Runtime.Crms;

/// <summary>Status of an account of a CRM.</summary>
internal sealed class CrmStatus(
    AccountId account, Employees employees, CrmHealth health, Func<CrmLimits> limits) : IStatusPart
{
    private readonly string _name = account.Key;

    public IEnumerable<StatusReason> Reasons()
    {
        if (limits().Block is { } block)
            yield return new(StatusLevel.Error, $"{account}: {block.Reason} Nothing is sent before {block.Until:u}.");
        if (health.Trouble is { } trouble)
            yield return new(trouble.Error.NeedsAPerson ? StatusLevel.Error : StatusLevel.Warning,
                $"{account}, since {trouble.Since:u}: {trouble.Error.Message}")
            {
                Word = trouble.Error.Code == TokenIssuer.NotConnected ? TokenIssuer.NotConnected : null,
            };
        foreach (var denied in health.Denied)
            yield return new(StatusLevel.Warning, $"{account}, since {denied.Since:u}: {denied.Error.Message}");
        if (employees.LastError is { } error)
            yield return new(StatusLevel.Warning, $"{account}'s employees could not be read, "
                + $"{(employees.LastUpdated is { } updated ? $"those of {updated:u} stay" : "none is known")}: "
                + $"{error.Message}");
        if (employees.DefaultUserProblem is { } nobody)
            yield return new(StatusLevel.Warning, nobody);
        foreach (var method in limits().Methods.Where(method => method.IsBlocked))
            yield return new(StatusLevel.Warning,
                $"{account}: {method.Method} has used up its working time; it is called again after {method.Reset:u}.");
    }

    public void Describe(JsonObject app)
    {
        if (app["crm"] is not JsonObject crms)
            app["crm"] = crms = [];
        var trouble = health.Trouble;
        crms[_name] = new JsonObject
        {
            ["users_cache"] = new JsonObject
            {
                ["last_updated"] = JsonTime.From(employees.LastUpdated),
                ["phones"] = employees.PhoneCount,
                ["users"] = employees.UserCount,
            },
            ["requests"] = new JsonObject
            {
                ["total"] = health.Requests,
                ["failed"] = new JsonObject(health.Failures.Select(one =>
                    KeyValuePair.Create(NameOf(one.Key), (JsonNode?)one.Value))),
                ["trouble"] = trouble?.Error.Message,
                ["trouble_since"] = JsonTime.From(trouble?.Since),
            },
            ["limits"] = Describe(limits()),
        };
    }

    public void Measure(MetricsText metrics)
    {
        var (now, label) = (limits(), ("crm", _name));
        metrics.Counter("itgrix_crm_requests_total", "Requests to a CRM.", health.Requests, label);
        foreach (var (failure, count) in health.Failures)
            metrics.Counter("itgrix_crm_failures_total", "Requests to a CRM that failed, by reason.", count,
                label, ("reason", NameOf(failure)));
        metrics.Gauge("itgrix_crm_trouble", "1 while a CRM rejects or does not answer all requests.",
            health.Trouble is null ? 0 : 1, label);
        metrics.Gauge("itgrix_crm_blocked", "1 while nothing is sent because the CRM blocks the service.",
            now.Block is null ? 0 : 1, label);
        metrics.Gauge("itgrix_crm_requests_waiting", "Requests that wait for the rate limit.", now.Waiting, label);
        if (now.Bucket is var (level, max))
        {
            metrics.Gauge("itgrix_crm_bucket_level", "The CRM's count of requests for its rate limit, as far as known.",
                level, label);
            metrics.Gauge("itgrix_crm_bucket_most", "Maximum of that count.", max, label);
        }
        foreach (var method in now.Methods)
            metrics.Gauge("itgrix_crm_method_working_seconds", "Working time that a CRM's method has used up.",
                method.Used.TotalSeconds, label, ("method", method.Method));
        metrics.Gauge("itgrix_crm_users", "Known employees.", employees.UserCount, label);
        metrics.Gauge("itgrix_crm_phones", "Known numbers of employees.", employees.PhoneCount, label);
        if (employees.LastUpdated is { } updated)
            metrics.Gauge("itgrix_crm_users_updated_timestamp_seconds", "When the employees were last read, Unix time.",
                updated.ToUnixTimeSeconds(), label);
    }

    private static JsonObject Describe(CrmLimits now) => new()
    {
        ["waiting"] = now.Waiting,
        ["bucket"] = now.Bucket is var (level, max)
            ? new JsonObject { ["level"] = Math.Round(level, 1), ["most"] = max } : null,
        ["blocked"] = now.Block?.Reason,
        ["blocked_until"] = JsonTime.From(now.Block?.Until),
        ["methods"] = new JsonObject(now.Methods.Select(method => KeyValuePair.Create(
            method.Method, (JsonNode?)new JsonObject
            {
                ["used_seconds"] = Math.Round(method.Used.TotalSeconds, 3),
                ["most_seconds"] = method.Max.TotalSeconds,
                ["reset"] = JsonTime.From(method.Reset),
            }))),
    };

    private static string NameOf(CrmFailure failure) => JsonNamingPolicy.SnakeCaseLower.ConvertName($"{failure}");
}
