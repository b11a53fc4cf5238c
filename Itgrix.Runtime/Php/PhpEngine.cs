using System.Collections.Concurrent;
using System.Text.Json;
using Itgrix.Runtime.Configuration;
using Itgrix.Runtime.Csx;
using Itgrix.Runtime.Files;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Processes;

namespace Itgrix.Runtime.Php;

/// <summary>Runs original PHP files, each call in a process of its own, through <c>php-compat/bridge.php</c>.</summary>
internal sealed class PhpEngine(CustomizerOptions options) : IHookEngine
{
    // Agreed with bridge.php.
    private const int ReturnedDescriptor = 3, CallDescriptor = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly string Bridge = Path.Combine(AppContext.BaseDirectory, "php-compat", "bridge.php");

    private readonly ConcurrentDictionary<string, HotFile<PhpSource>> _files = new();
    private readonly PhpSourceStore _store = new(Path.Combine(options.Cache, "php"));
    private readonly SemaphoreSlim _places = new(options.Workers);

    public string Name => "php";

    public async Task<EngineAnswer> Run(HookJob job, CancellationToken token)
    {
        var version = await Newest(job.File, token);
        if (version.Good is not { } source)
            return EngineAnswer.Failed(version.Messages[0].ToString());
        var answer = await Start(job, source, token);
        return version.Messages.Count == 0 ? answer : answer with
        {
            Warnings = [$"the last good version ran, because the newest cannot: {version.Messages[0]}", .. answer.Warnings],
        };
    }

    public async Task Warm(string file, CancellationToken token) => await Newest(file, token);

    public async Task<IReadOnlyList<ScriptMessage>> Check(string file, CancellationToken token) =>
        (await Build(file)).Messages;

    public void Dispose() => _places.Dispose();

    private ValueTask<HotVersion<PhpSource>> Newest(string file, CancellationToken token) =>
        _files.GetOrAdd(file, path => new(() => Build(path), () => _store.Find(path))).Newest(Patience, token);

    private async Task<EngineAnswer> Start(HookJob job, PhpSource source, CancellationToken token)
    {
        await _places.WaitAsync(token);
        try
        {
            var inputs = new Dictionary<int, ReadOnlyMemory<byte>>
            {
                [0] = job.Input,
                [CallDescriptor] = Call(job, source),
            };
            var outputs = new Dictionary<int, int>
            {
                [1] = options.Output, [2] = options.Output, [ReturnedDescriptor] = options.Output,
            };
            var result = await ProcessRunner.RunAsync(Program(job), inputs, outputs, job.Limit, token);
            return PhpReport.Read(result, result.Outputs[ReturnedDescriptor], job, options);
        }
        catch (ProcessStartException error)
        {
            return EngineAnswer.Failed($"{error.Message} Install php-cli, or set customizer.php.");
        }
        finally
        {
            _places.Release();
        }
    }

    // Everything PHP has to say goes to standard error, whatever php.ini wants: what is printed may be the reply.
    private ProcessSpec Program(HookJob job) => new(options.Php,
    [
        "-d", "display_errors=stderr", "-d", "log_errors=0", "-d", "html_errors=0",
        "-d", $"memory_limit={options.Memory}", Bridge,
    ])
    {
        WorkingDirectory = Path.GetDirectoryName(job.File),
        MemoryLimit = options.Memory * 2,
    };

    private static byte[] Call(HookJob job, PhpSource source)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(
            new { file = source.File, source_bytes = source.Bytes.Length, params_bytes = job.Input.Length });
        return [.. header, (byte)'\n', .. source.Bytes, .. job.Input.Span];
    }

    private async Task<Build<PhpSource>> Build(string file)
    {
        var watched = WatchedFile.Of(file);
        try
        {
            var content = SettledFile.Read(file, TimeSpan.FromSeconds(2));
            var messages = await PhpLint.Check(options.Php, file, content.Bytes, CancellationToken.None);
            if (messages.Count > 0)
                return new(null, messages, [content.Watched]);
            var source = new PhpSource(file, content.Bytes);
            _store.Save(source);
            return new(source, [], [content.Watched]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new(null, [ScriptMessage.Error(file, "ITX002", $"cannot be read: {error.Message}")], [watched]);
        }
    }
}
