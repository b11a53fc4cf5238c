using Itgrix.Hooks;
using Itgrix.Hooks.Bitrix24;
using Itgrix.Runtime.Crms.Doctor;
using Itgrix.Runtime.Crms.Simulation;
using Itgrix.Runtime.Platform.Setup;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Bitrix24 as the rest of the program knows it.</summary>
internal sealed class Bitrix24Module : ICrmModule
{
    // The first employee of the simulated portal.
    private const long SimulatedUser = 1;

    public Crm Crm => Crm.Bitrix24;

    public IReadOnlyList<HookDefinition> Hooks => Bitrix24Hooks.All;

    public Type Settings => typeof(Bitrix24Options);

    public string? Original => "itgrix_bx";

    public CrmDemo Demo => new(
        // The recordings of the captured calls are not on this machine.
        new Bitrix24Options { Calls = new() { DefaultUser = SimulatedUser, Recording = RecordingMode.None } },
        [
            "customizations/bitrix24/process_client_phone.phone_format.csx",
            "customizations/bitrix24/process_final_params.no_chat_for_short_calls.csx",
            "customizations/bitrix24/customize_show_call_card.only_on_answer.csx",
            "php-compat/examples/bitrix24/need_registration.black_list.php",
        ]);

    public ICrmAccount Open(Func<CrmOptions> options, CrmServices services) =>
        new Bitrix24Portal((Bitrix24Options)options(), services, () => ((Bitrix24Options)options()).Calls);

    public Task<JsonObject>? SetUpAsync(IAnswers answers, string state, CancellationToken token) =>
        Bitrix24Setup.AskAsync(answers, state, token);

    public ICrmInspection? Inspect(CrmOptions options, bool isRunning, TimeProvider time) =>
        new Bitrix24Inspection((Bitrix24Options)options, isRunning, time);

    // As the vendor does: these fields exist only when they are not empty.
    public void AddRoutingFields(JsonObject input, RoutingRequest request, CallerSearch? search)
    {
        if (search is null)
            (input["entity"], input["user"]) = (null, null);
        if (search?.Caller?.Responsible is { } user)
            input["user"] = new JsonObject
            {
                ["id"] = Id(user.Id),
                ["phones"] = new JsonArray([.. user.Phones.Select(phone => (JsonNode)phone)]),
                ["name"] = user.Name,
                ["email"] = user.Email,
                ["position"] = user.Position,
            };
        if (search?.Caller?.Entity is { } entity)
            input["entity"] = new JsonObject
            {
                ["type"] = entity.Type,
                ["id"] = Id(entity.Id),
                ["name"] = entity.Name,
                ["responsible_id"] = Id(entity.ResponsibleId),
            };
    }

    public async Task<ISimulatedCrm> SimulateAsync(CancellationToken token) => new SandboxCrm(
        await SandboxProcess.StartAsync(
            "Application: ", ["bitrix24", "--lenient-webhook", "--port", "0", "--no-limit"], token), Crm.Name, Connect);

    private static Bitrix24Options Connect(SandboxProcess sandbox, CrmOptions? options) =>
        (options as Bitrix24Options ?? new() { Calls = new() { DefaultUser = SimulatedUser } }) with
        {
            Webhook = new(sandbox.After("Webhook: ")),
            OAuth = null,
            RequestsPerSecond = SandboxCrm.Unlimited,
            Burst = SandboxCrm.Unlimited,
        };

    // Ids are numbers here; 0 is none.
    private static JsonNode Id(string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
