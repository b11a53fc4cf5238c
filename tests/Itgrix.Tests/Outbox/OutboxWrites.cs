using System.Diagnostics;
using Itgrix.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Service;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Outbox;

/// <summary>A process that writes stages and steps without end, and acknowledges each.</summary>
internal static class OutboxWrites
{
    private const int Tasks = 8;

    /// <summary>Starts it, and kills it after so many acknowledgements.</summary>
    /// <returns>The names of all acknowledged writes.</returns>
    public static async Task<IReadOnlyList<string>> KilledAfterAsync(int lines, string config, CancellationToken token)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Itgrix.Tests.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", program, "outbox", config])
        {
            RedirectStandardOutput = true,
        })!;
        var said = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(token) is { } line)
        {
            said.Add(line);
            if (said.Count == lines)
                process.Kill();
        }
        await process.WaitForExitAsync(token);
        // The last line may have been cut by the end.
        return said.Count >= lines
            ? said[..^1] : throw new InvalidOperationException($"ended after {said.Count} writes");
    }

    /// <summary>The process itself.</summary>
    public static async Task RunAsync(string config)
    {
        await using var store = await OutboxStore.OpenAsync(
            ItgrixConfig.Load(config).Outbox, TimeProvider.System, default);
        await Task.WhenAll(
            Enumerable.Range(0, Tasks).Select(_ => Task.Run(() => WriteAsync(store, Console.WriteLine, default))));
    }

    /// <summary>Writes until it is cancelled.</summary>
    public static async Task WriteAsync(IOutboxStore store, Action<string> acknowledged, CancellationToken token)
    {
        while (!token.IsCancellationRequested)
        {
            var call = new CallKey(Crm.Kommo, Guid.NewGuid().ToString());
            await store.AddAsync(SomeStage.Of(call.CallId), [call.Account], CancellationToken.None);
            acknowledged($"stage {call.CallId}");
            await store.SaveAsync(new(call, "call") { Parameters = new string('x', 500) }, CancellationToken.None);
            acknowledged($"step {call.CallId}");
        }
    }

    /// <summary>The writes that are missing.</summary>
    public static async Task<IReadOnlyList<string>> MissingAsync(
        IOutboxStore store, IReadOnlyList<string> acknowledged, CancellationToken token)
    {
        var missing = new List<string>();
        foreach (var line in acknowledged)
        {
            var work = await store.LoadAsync(new(Crm.Kommo, line.Split(' ')[1]), token);
            if ((line.StartsWith("stage") ? work.Stages.Count : work.Steps.Count) != 1)
                missing.Add(line);
        }
        return missing;
    }
}
