using System.Text;
using Itgrix.Runtime.Bitrix24;
using Itgrix.Runtime.Configuration;
using Itgrix.Runtime.Native;
using Itgrix.Runtime.Processes;

namespace Itgrix.Runtime.Cli;

/// <summary>A simulated Bitrix24 portal in a process of its own, for replays; it ends with this.</summary>
internal sealed class SimulatedPortal : IAsyncDisposable
{
    private const string Program = "Itgrix.Sandbox.dll";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);

    private readonly ChildProcess _process;

    private SimulatedPortal(ChildProcess process, Bitrix24Options options)
    {
        _process = process;
        Options = options;
        Client = new(options);
    }

    /// <summary>How it lets us in.</summary>
    public Bitrix24Options Options { get; }

    public Bitrix24Client Client { get; }

    /// <exception cref="UsageException">It is not there, or does not start.</exception>
    public static async Task<SimulatedPortal> StartAsync(Bitrix24Options options, CancellationToken token)
    {
        var program = Find() ?? throw new UsageException($"{Program}, the simulated CRMs, is not beside the program: start it by ./run.sh, which builds it.");
        var process = ChildProcess.Start(new("dotnet", [program, "bitrix24", "--port", "0", "--lenient-webhook", "--no-limit"])
        {
            Streams = new Dictionary<int, ChildStream> { [0] = ChildStream.Nothing, [1] = ChildStream.Writes, [2] = ChildStream.Nothing },
        });
        if (await WebhookAsync(process, token) is { } webhook)
            return new(process, options with { Webhook = new(webhook), OAuth = null, RequestsPerSecond = 1e6, Burst = 1_000_000 });
        process.Dispose();
        throw new UsageException($"{program}, the simulated portal, did not start: try dotnet {program} bitrix24.");
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        _process.Dispose();
    }

    // Beside the built program, or where tests have it.
    private static string? Find() => new[] { "sandbox", "" }
        .Select(folder => Path.Combine(AppContext.BaseDirectory, folder, Program)).FirstOrDefault(File.Exists);

    private static async Task<string?> WebhookAsync(ChildProcess process, CancellationToken token)
    {
        var text = new StringBuilder();
        var buffer = new byte[1024];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(StartLimit);
        return await Task.Run(() =>
        {
            while (!limit.IsCancellationRequested)
            {
                PollEntry.Wait([new((int)process.Pipes[1].DangerousGetHandle(), PollEntry.Readable)], TimeSpan.FromSeconds(1));
                var read = Descriptor.Read(process.Pipes[1], buffer);
                if (read == 0)
                    return null;
                if (read > 0)
                    text.Append(Encoding.UTF8.GetString(buffer, 0, read));
                if (text.ToString().Split('\n') is var lines && lines[..^1].FirstOrDefault(line => line.StartsWith("Webhook: ", StringComparison.Ordinal)) is { } found)
                    return found["Webhook: ".Length..].Trim();
            }
            return null;
        }, token);
    }
}
