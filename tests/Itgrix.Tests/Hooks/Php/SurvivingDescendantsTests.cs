using Itgrix.Runtime.Platform.Processes;
using Itgrix.Tests.Platform.Processes;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.Php;

/// <summary>Descendants that a call starts without waiting, checked at the moment of their start.</summary>
[TestClass]
public sealed class SurvivingDescendantsTests
{
    private const int Rounds = 25;

    private readonly Shell _shell = new();
    private readonly List<ChildProcess> _busy = [];
    private readonly TestHooks _hooks = new(options => options with { Workers = 1 });

    [TestInitialize]
    public void MakeTheMachineBusy()
    {
        for (var one = 0; one < 2 * Environment.ProcessorCount; one++)
            _busy.Add(ChildProcess.Start(_shell.Script("while :; do /bin/true; done")));
    }

    [TestCleanup]
    public void Stop()
    {
        _busy.ForEach(one => one.Dispose());
        _hooks.Dispose();
    }

    /// <summary>A shell that repeatedly starts another and ends; the call ends at some moment of that.</summary>
    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("setsid sh -c 'for i in $(seq 40); do echo forged; sleep 0.005; done' &")]
    [DataRow("(((for i in $(seq 40); do echo forged; sleep 0.005; done) &) &) &")]
    public async Task A_surviving_descendant_never_writes_into_the_next_call(string command)
    {
        _hooks.Write("process_registration_params.php", $$"""
            <?php
            proc_open({{Quoted(command)}}, array(STDIN, STDOUT, STDERR), $pipes);
            return array('state' => 'success', 'data' => array('phone' => '1'));
            """);
        _hooks.Write("process_final_params.php", "<?php usleep(10000); echo 'words';");
        for (var round = 0; round < Rounds; round++)
        {
            var first = await _hooks.Run("process_registration_params", "{}");
            var next = await _hooks.Run("process_final_params", "{}");

            first.KindName.Should().Be("applied", first.Reason);
            next.Reason.Should().Contain("(it printed: words)", $"round {round}");
        }
    }

    private static string Quoted(string text) => $"\"{text.Replace("$", "\\$", StringComparison.Ordinal)}\"";
}
