using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Runtime.Outbox;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Cli;

/// <summary>The outbox command, while the service has the outbox open.</summary>
[TestClass]
public sealed class OutboxCommandTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Itgrix.Runtime.dll");
    private static readonly CallKey Call = new(Crm.Bitrix24, "1700000000.1");

    private readonly TemporaryFolder _folder = new();
    private string _config = null!;
    private OutboxStore _store = null!;

    [TestInitialize]
    public async Task Open()
    {
        _config = _folder.Write("config.json", """{"outbox": {"file": "outbox.db"}}""");
        _store = await OutboxStore.OpenAsync(new() { File = _folder.File("outbox.db") }, TimeProvider.System, default);
    }

    [TestCleanup]
    public async Task Close()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [TestMethod]
    public async Task Outbox_lists_dead_letters_and_with_all_waiting_requests_too()
    {
        await Save("finish", StepState.DeadLettered, error: "ERROR_CORE:\nno such user " + new string('x', 200));
        await Save("register", StepState.Waiting);
        await Save("show", StepState.Done);

        var aside = await Run("outbox");
        var all = await Run("outbox", "--all");

        var lines = Lines(aside);
        lines.Should().HaveCount(2);
        lines[0].Should().MatchRegex("^ID +STATE +CRM +CALL +NAME +METHOD +TRIES +SINCE +ERROR$");
        lines[1].Should()
            .MatchRegex(@"^1 +set_aside +bitrix24 +1700000000\.1 +finish +crm\.finish +3 +2026-11-21 \d\d:\d\d:\d\d "
            + @"+ERROR_CORE: no such user x+…$");
        aside.Errors.Should().Be("1 dead letters, 1 waiting. --all lists the waiting ones too.\n");
        Lines(all).Should().HaveCount(3);
        Lines(all)[2].Should().StartWith("2   waiting");
        all.Errors.Should().Be("1 dead letters, 1 waiting.\n");
    }

    [TestMethod]
    public async Task Outbox_show_prints_a_whole_step()
    {
        await Save("finish", StepState.DeadLettered,
            parameters: """{"USER":"Иван","N":1.50}""", error: "no\nsuch user", outcomeUnknown: true);

        var shown = JsonNode.Parse((await Run("outbox", "show", "1")).Output)!.AsObject();

        shown.Select(field => field.Key)
            .Should().Equal("id", "state", "crm", "call", "name", "method", "parameters", "error",
            "may_be_done", "tries", "made", "due", "result");
        shown["parameters"]!.ToJsonString().Should().Contain("1.50");
        ((string?)shown["error"], (bool)shown["may_be_done"]!).Should().Be(("no\nsuch user", true));
    }

    [TestMethod]
    public async Task Outbox_resend_lets_a_step_be_sent_at_once()
    {
        await Save("finish", StepState.DeadLettered, parameters: """{"N":1.50}""", error: "no", outcomeUnknown: true);

        (await Run("outbox", "resend", "1")).Errors.Should()
            .Be("1 crm.finish of call 1700000000.1: a running service sends it now, else at its next start.\n");

        (await _store.DueAsync(DateTimeOffset.UtcNow, default)).Should().Equal(Call);
        var step = await Step();
        (step.State, step.Tries, step.Error, step.Parameters, step.OutcomeUnknown)
            .Should().Be((StepState.Waiting, 0, "", """{"N":1.50}""", true));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Outbox_change_replaces_a_steps_request_and_sends_it(bool isFile)
    {
        await Save("finish", StepState.DeadLettered);
        const string request = """{ "USER_ID": 7, "TEXT": "Иван" }""";

        var command = isFile
            ? await Run("outbox", "change", "1", _folder.Write("new.json", request))
            : await Command.Start("dotnet", [Program, "outbox", "change", "1", "-", "--config", _config],
                System.Text.Encoding.UTF8.GetBytes(request), "/");

        command.ExitCode.Should().Be(0, command.Errors);
        var step = await Step();
        (step.State, step.Parameters).Should().Be((StepState.Waiting, """{"USER_ID":7,"TEXT":"Иван"}"""));
    }

    [TestMethod]
    public async Task Outbox_drop_gives_a_step_up()
    {
        await Save("finish", StepState.DeadLettered);

        (await Run("outbox", "drop", "1")).Errors.Should().Contain("dropped");

        (await Step()).State.Should().Be(StepState.Discarded);
        (await Fails("outbox", "resend", "1"))
            .Should().StartWith("1 is dropped: only dead letters and waiting ones can be changed.");
    }

    [TestMethod]
    public async Task An_invalid_new_request_changes_nothing()
    {
        await Save("finish", StepState.DeadLettered, parameters: "{}");
        var list = _folder.Write("list.json", "[1]");
        var broken = _folder.Write("broken.json", "{");

        (await Fails("outbox", "change", "1", list))
            .Should().StartWith($"{list} is not a JSON object: give the request as {{ ... }}");
        (await Fails("outbox", "change", "1", broken)).Should().StartWith($"{broken} is not valid JSON");
        (await Fails("outbox", "change", "1", "/none/such.json")).Should().StartWith("/none/such.json cannot be read");
        (await Step()).State.Should().Be(StepState.DeadLettered);
    }

    [TestMethod]
    public async Task An_unknown_request_number_is_an_error()
    {
        foreach (var verb in new[] { "show", "resend", "drop" })
            (await Fails("outbox", verb, "7"))
                .Should().StartWith("There is no 7 in the outbox: './run.sh outbox --all' lists");
        (await Run("outbox", "drop", "x")).ExitCode.Should().NotBe(0);
    }

    [TestMethod]
    public async Task A_missing_outbox_is_named_and_not_created()
    {
        _config = _folder.Write("other.json", """{"outbox": {"file": "other.db"}}""");

        (await Fails("outbox"))
            .Should().StartWith($"There is no outbox {_folder.File("other.db")}: name the service's configuration");
        File.Exists(_folder.File("other.db")).Should().BeFalse();
    }

    [TestMethod]
    public async Task An_outbox_that_cannot_be_read_is_an_error()
    {
        _folder.Write("bad.db", new string('x', 5000));
        _config = _folder.Write("bad.json", """{"outbox": {"file": "bad.db"}}""");

        (await Fails("outbox"))
            .Should().StartWith($"{_folder.File("bad.db")}, which keeps what is to be sent to CRMs, cannot be used");
    }

    [TestMethod]
    public async Task Outbox_kinds_lists_dead_letters_that_differ_in_numbers_only_as_one()
    {
        await Save("task 1", StepState.DeadLettered, method: "crm.task",
            error: "tasks.task.add: 400 \"User 17 is gone\": set default_user.");
        await Save("task 2", StepState.DeadLettered, method: "crm.task",
            error: "tasks.task.add: 400 \"User 9 is gone\": set default_user.");
        await Save("finish", StepState.DeadLettered, error: "the recording \"/a/1.wav\" is\n gone");
        await Save("record", StepState.DeadLettered, error: "the recording \"/b/c 2.wav\" is\n gone");
        await Save("show", StepState.Waiting, error: "later");

        var kinds = await Run("outbox", "kinds");

        kinds.Output.Should().MatchRegex(@"^k[0-9a-f]{6}  2 x bitrix24 crm\.task, since 2026-11-21 \d\d:\d\d:\d\d, "
            + "such as 1\n {8}tasks.task.add: 400 \"User 17 is gone\": set default_user\\.\n");
        Lines(kinds).Should().HaveCount(6).And.Contain("        the recording \"/a/1.wav\" is  gone");
        kinds.Errors.Should().StartWith("3 kinds of dead letters. After the cause is fixed: ./run.sh outbox resend");
    }

    [TestMethod]
    public async Task All_of_a_kind_are_resent_changed_or_dropped_and_no_other()
    {
        await Save("a", StepState.DeadLettered, method: "m", error: "user 1",
            parameters: """{"fields":{"USER":1,"TITLE":"A"},"X":1}""");
        await Save("b", StepState.DeadLettered, method: "m", error: "user 2",
            parameters: """{"fields":{"USER":2,"TITLE":"B"},"X":1}""");
        await Save("c", StepState.DeadLettered, method: "m", error: "another");
        var kind = Lines(await Run("outbox", "kinds"))[0].Split(' ')[0];
        var change = _folder.Write("change.json", """{"fields":{"USER":3},"X":null}""");

        (await Run("outbox", "change", kind, change)).ExitCode.Should().Be(0);

        (await Steps()).Select(step => (step.State, step.Parameters)).Should().Equal(
            (StepState.Waiting, """{"fields":{"USER":3,"TITLE":"A"}}"""),
            (StepState.Waiting, """{"fields":{"USER":3,"TITLE":"B"}}"""), (StepState.DeadLettered, "{}"));
        (await Fails("outbox", "resend", kind)).Should().StartWith($"There is no {kind} in the outbox");
        var other = Lines(await Run("outbox", "kinds"))[0].Split(' ')[0];
        (await Run("outbox", "drop", other)).Errors.Should().Contain("3 m of call 1700000000.1: dropped");
        (await Steps())[2].State.Should().Be(StepState.Discarded);
    }

    private static string[] Lines(Command command) => command.Output.TrimEnd().Split('\n');

    private Task Save(
        string name, StepState state, string parameters = "{}", string error = "", bool outcomeUnknown = false,
        string? method = null) =>
        _store.SaveAsync(new(Call, name)
        {
            State = state, Method = method ?? $"crm.{name}", Parameters = parameters,
            Error = error, OutcomeUnknown = outcomeUnknown, Tries = 3,
            Made = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero), Due = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero),
        }, default);

    private async Task<IReadOnlyList<OutboxRequest>> Steps() => (await _store.LoadAsync(Call, default)).Steps;

    private async Task<OutboxRequest> Step() => (await _store.LoadAsync(Call, default)).Steps.Single();

    private Task<Command> Run(params string[] arguments) =>
        Command.Start("dotnet", [Program, .. arguments, "--config", _config], [], "/");

    private async Task<string> Fails(params string[] arguments)
    {
        var command = await Run(arguments);
        command.ExitCode.Should().Be(2, command.Errors);
        command.Output.Should().BeEmpty();
        return command.Errors;
    }
}
