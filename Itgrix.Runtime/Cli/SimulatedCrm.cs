using System.Text;
using Itgrix.Hooks;
using Itgrix.Runtime.Configuration;
using Itgrix.Runtime.Native;
using Itgrix.Runtime.Processes;

namespace Itgrix.Runtime.Cli;

/// <summary>A simulated CRM in a process of its own, for replays; it ends with this.</summary>
internal sealed class SimulatedCrm : IDisposable
{
    private const string Program = "Itgrix.Sandbox.dll";

    // As many as anybody asks for: the simulated CRMs take them all.
    private const int Unlimited = 1_000_000;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);

    private readonly ChildProcess _process;
    private readonly string[] _words;

    private SimulatedCrm(ChildProcess process, string[] words) => (_process, _words) = (process, words);

    /// <exception cref="UsageException">It is not there, or does not start.</exception>
    public static async Task<SimulatedCrm> StartAsync(Crm crm, CancellationToken token)
    {
        var program = Find() ?? throw new UsageException(
            $"{Program}, the simulated CRMs, is not beside the program: start it by ./run.sh, which builds it.");
        string[] arguments = crm == Crm.Kommo ? ["kommo"] : ["bitrix24", "--lenient-webhook"];
        var process = ChildProcess.Start(new("dotnet", [program, .. arguments, "--port", "0", "--no-limit"])
        {
            Streams = new Dictionary<int, ChildStream>
                { [0] = ChildStream.Nothing, [1] = ChildStream.Writes, [2] = ChildStream.Nothing },
        });
        if (await FirstWordsAsync(process, token) is { } words)
            return new(process, words);
        process.Dispose();
        throw new UsageException($"{program}, the simulated CRMs, did not start: try dotnet {program} {arguments[0]}.");
    }

    /// <summary>The settings with the way in to the simulated portal.</summary>
    public Bitrix24Options Enter(Bitrix24Options options) => options with
    {
        Webhook = new(After("Webhook: ")), OAuth = null, RequestsPerSecond = Unlimited, Burst = Unlimited,
    };

    /// <summary>The settings with the way in to the simulated account.</summary>
    public KommoOptions Enter(KommoOptions options) => options with
    {
        Account = new(After("Account: ")), LongLivedToken = new(After("Long-lived token: ")), RequestsPerSecond = Unlimited,
    };

    public void Dispose() => _process.Dispose();

    private string After(string label) =>
        Array.Find(_words, line => line.StartsWith(label, StringComparison.Ordinal))![label.Length..].Trim();

    // Beside the built program, or where tests have it.
    private static string? Find() => new[] { "sandbox", "" }
        .Select(folder => Path.Combine(AppContext.BaseDirectory, folder, Program)).FirstOrDefault(File.Exists);

    // It tells how to enter it, line by line, and is ready then. Null when it ended before.
    private static async Task<string[]?> FirstWordsAsync(ChildProcess process, CancellationToken token)
    {
        var text = new StringBuilder();
        var buffer = new byte[1024];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(StartLimit);
        return await Task.Run(() =>
        {
            while (!limit.IsCancellationRequested)
            {
                var output = new PollEntry((int)process.Pipes[1].DangerousGetHandle(), PollEntry.Readable);
                PollEntry.Wait([output], TimeSpan.FromSeconds(1));
                var read = Descriptor.Read(process.Pipes[1], buffer);
                if (read == 0)
                    return null;
                if (read > 0)
                    text.Append(Encoding.UTF8.GetString(buffer, 0, read));
                if (text.ToString().Split('\n') is [.. var lines, _] && Array.Exists(lines, IsLast))
                    return lines;
            }
            return null;
        }, token);
    }

    private static bool IsLast(string line) => line.StartsWith("Application: ", StringComparison.Ordinal)
        || line.StartsWith("Integration: ", StringComparison.Ordinal);
}
