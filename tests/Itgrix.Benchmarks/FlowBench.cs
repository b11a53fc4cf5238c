using Itgrix.Runtime.Hooks;

namespace Itgrix.Benchmarks;

/// <summary>
/// Answered calls through the outbox, the flow and its hooks to a portal in another process, at full load.
/// With and without hooks alternately, so that a noisy machine is noisy for both.
/// </summary>
internal static class FlowBench
{
    private const int Least = 200, Rounds = 3;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3), Round = TimeSpan.FromSeconds(2);

    // Typical use: the shipped examples of the hooks that run for every registered call.
    private static readonly string[] Examples =
    [
        "process_client_phone.phone_format", "need_registration.black_list", "post_registration.notify",
        "process_registration_params.default_responsible_by_trunk", "process_final_params.no_chat_for_short_calls",
    ];

    public static async Task<IEnumerable<Figure>> Run(CancellationToken token)
    {
        using var hooks = Hooks();
        await hooks.Warm();
        using var none = new HookRunner(new() { Enabled = false }, []);
        await using var portal = await PortalProcess.StartAsync(token);
        await using var with = await FlowLoad.StartAsync(portal.Webhook, hooks.Runner, 0, token);
        await using var without = await FlowLoad.StartAsync(portal.Webhook, none, 1_000_000, token);
        await with.PerSecondAsync(WarmUp, token);
        await without.PerSecondAsync(WarmUp, token);
        var (rates, plain) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            rates.Add(await with.PerSecondAsync(Round, token));
            plain.Add(await without.PerSecondAsync(Round, token));
            Progress.Show($"round {round + 1} of {Rounds}");
        }
        await CheckAsync(portal, with.Calls + without.Calls, token);
        var ratio = Sample.Median(rates.Zip(plain, (one, other) => one / other));
        return
        [
            Figure.AtLeast("calls-per-second", Sample.Median(rates), "calls/s", Least,
                $"complete in the outbox, 4 stages and {with.HooksEach} hooks each, {ratio:0.00} of the "
                + $"{Sample.Median(plain):0} without hooks; all {with.Calls + without.Calls} finished once "
                + "in the portal"),
        ];
    }

    /// <summary>Typical use.</summary>
    public static BenchHooks Hooks()
    {
        var hooks = new BenchHooks();
        File.Delete(Path.Combine(hooks.Folder, "bitrix24", "process_client_phone.php"));
        foreach (var example in Examples)
            hooks.Write($"{example.Split('.')[0]}.csx",
                File.ReadAllText(Path.Combine(BenchProgram.Home, "customizations", "bitrix24", $"{example}.csx")));
        hooks.Write("process_record_file_path.csx", """
            #load "../itgrix.csx"
            using static Itgrix.Hooks.Bitrix24.ProcessRecordFilePath;

            return Success(In.Path);
            """);
        return hooks;
    }

    private static async Task CheckAsync(PortalProcess portal, int calls, CancellationToken token)
    {
        var registered = await portal.TableAsync("call", token);
        var finished = await portal.TableAsync("statistic", token);
        var once = finished.Select(row => $"{row!["EXTERNAL_CALL_ID"]}").Distinct().Count();
        if (registered.Count != calls || finished.Count != calls || once != calls)
            throw new InvalidOperationException($"of {calls} calls the portal has {registered.Count} registered, "
                + $"{finished.Count} finished, {once} different ones");
    }
}
