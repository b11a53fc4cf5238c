using Itgrix.Hooks;
using Itgrix.Runtime.Configuration;
using Itgrix.Runtime.Csx;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Php;

namespace Itgrix.Benchmarks;

/// <summary>A runner with one hook in both languages, as an administrator would write it.</summary>
internal sealed class BenchHooks : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("itgrix-bench-").FullName;

    public BenchHooks(int workers = 2)
    {
        var home = Environment.GetEnvironmentVariable("ITGRIX_HOME") ?? Directory.GetCurrentDirectory();
        Payload = File.ReadAllBytes(Path.Combine(home, "customizations", "samples", "bitrix24", "process_client_phone.json"));
        AuthorFiles.Install(_folder);
        Directory.CreateDirectory(Path.Combine(_folder, "bitrix24"));
        Csx = Path.Combine(_folder, "bitrix24", "process_client_phone.csx");
        Php = Path.Combine(_folder, "bitrix24", "process_client_phone.php");
        File.WriteAllText(Csx, CsxSource);
        File.WriteAllText(Php, PhpSource);
        Options = new() { Folders = [new(_folder, null)], Cache = Path.Combine(_folder, "cache"), Workers = workers };
        Runner = new(Options, [new CsxEngine(Options), new PhpEngine(Options)]);
    }

    /// <summary>The sample input of the hook, about 6 KB, with a full call_full.</summary>
    public byte[] Payload { get; }

    public CustomizerOptions Options { get; }

    public HookRunner Runner { get; }

    public string Csx { get; }

    public string Php { get; }

    public static string CsxSource => """
        #load "../itgrix.csx"
        using static Itgrix.Hooks.Hook;
        using static Itgrix.Hooks.Bitrix24.ProcessClientPhone;

        var type = In.CallFull.Channel.Type.ToString();
        return Success(type == "Incoming" ? "8" + In.Phone[^10..] : In.Phone);
        """;

    public static string PhpSource => """
        <?php
        $type = $params['call_full']['channel']['type'];
        $phone = $type == 'incoming' ? '8' . substr($params['phone'], -10) : $params['phone'];
        return array('state' => 'success', 'data' => array('phone' => $phone));
        """;

    public Task<HookOutcome> RunCsx(HookDefinition hook, byte[] input) => Runner.RunFile(hook, Csx, input, CancellationToken.None);

    public Task<HookOutcome> RunPhp(HookDefinition hook, byte[] input) => Runner.RunFile(hook, Php, input, CancellationToken.None);

    public void Dispose()
    {
        Runner.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
