using static Itgrix.Hooks.CallStage;

namespace Itgrix.Hooks;

/// <summary>All hooks: the one list that commands, templates, status and documentation are made from.</summary>
public static class HookCatalog
{
    private static readonly CallStage[] Every =
        [ConversationRequested, ConversationAccepted, ConversationEnded, CallEnded];

    /// <summary>The rows, in the vendor's order, Bitrix24 first.</summary>
    public static IReadOnlyList<HookDefinition> All { get; } =
    [
        new()
        {
            Crm = Crm.Bitrix24,
            Contract = typeof(Bitrix24.NeedRegistration),
            Purpose = "Is the call registered?",
            Stages = Every,
            Shape = ReplyShape.Decision,
            Source = "Bitrix24 customizations, 3",
        },
    ];

    /// <summary>The hook of that id (<c>bitrix24/need_registration</c>), <c>null</c> when there is none.</summary>
    public static HookDefinition? Find(string id) => All.FirstOrDefault(hook => hook.Id == id);
}
