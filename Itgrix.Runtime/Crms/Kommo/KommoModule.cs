using System.CommandLine;
using Itgrix.Hooks;
using Itgrix.Hooks.Kommo;
using Itgrix.Runtime.Crms.Doctor;
using Itgrix.Runtime.Crms.Kommo.Widget;
using Itgrix.Runtime.Crms.Simulation;
using Itgrix.Runtime.Platform.Json;
using Itgrix.Runtime.Platform.Setup;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>Kommo as the rest of the program knows it.</summary>
internal sealed class KommoModule : ICrmModule
{
    // The first user of the simulated account.
    private const long SimulatedUser = 501;

    private static readonly KommoOptions Simulated =
        new() { Account = new("http://localhost"), Calls = new() { DefaultUser = SimulatedUser } };

    public Crm Crm => Crm.Kommo;

    public IReadOnlyList<HookDefinition> Hooks => KommoHooks.All;

    public Type Settings => typeof(KommoOptions);

    public string? Original => "itgrix_amo";

    public CrmDemo Demo => new(
        Simulated with
        {
            Calls = Simulated.Calls with
            {
                Create = new(KommoClientKind.Lead, KommoClientKind.Contact),
                TaskOnMissed = new() { Incoming = true },
            },
        },
        [
            "customizations/kommo/process_contact_creation_params.tags.csx",
            "customizations/kommo/process_task_creation_params.deadline.csx",
            "php-compat/examples/kommo/need_registration.black_list.php",
        ]);

    public IEnumerable<Command> Commands => [WidgetCommand.Create()];

    public ICrmAccount Open(Func<CrmOptions> options, CrmServices services) =>
        new KommoAccount((KommoOptions)options(), services, () => ((KommoOptions)options()).Calls);

    public Task<JsonObject>? SetUpAsync(IAnswers answers, string state, CancellationToken token) =>
        KommoSetup.AskAsync(answers, state, token);

    public ICrmInspection? Inspect(CrmOptions options, bool isRunning, TimeProvider time) =>
        new KommoInspection((KommoOptions)options, isRunning, time);

    public void AddRoutingFields(JsonObject input, RoutingRequest request, CallerSearch? search)
    {
        if (search is null)
            input["entity"] = null;
        // As the vendor does: these fields exist only when they are not empty.
        if (request.Trunk.Length > 0 || search is null)
            input["trunk"] = request.Trunk;
        input["request_data"] = request.Data.DeepClone();
        if (search?.Caller?.Entity is { } entity)
            input["entity"] = JsonNode.Parse(JsonBytes.From(entity.Write).Span);
    }

    public async Task<ISimulatedCrm> SimulateAsync(CancellationToken token) => new SandboxCrm(
        await SandboxProcess.StartAsync("Integration: ", ["kommo", "--port", "0", "--no-limit"], token),
        Crm.Name, Connect);

    // A request has several entries.
    public JsonNode BodyOf(JsonObject parameters) => new JsonArray(parameters);

    private static KommoOptions Connect(SandboxProcess sandbox, CrmOptions? options) =>
        (options as KommoOptions ?? Simulated) with
        {
            Account = new(sandbox.After("Account: ")),
            LongLivedToken = new(sandbox.After("Long-lived token: ")),
            RequestsPerSecond = SandboxCrm.Unlimited,
        };
}
