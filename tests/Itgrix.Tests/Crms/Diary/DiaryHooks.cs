using Itgrix.Hooks;

namespace Itgrix.Tests.Crms.Diary;

/// <summary>The hooks of the diary, and their names.</summary>
internal static class DiaryHooks
{
    public static readonly HookName CustomizeEntry = new("customize_entry");
    public static readonly HookName CustomizeNote = new("customize_note");

    public static readonly IReadOnlyList<HookDefinition> All =
    [
        new()
        {
            Crm = DiaryModule.Diary,
            Contract = typeof(CustomizeEntry),
            Purpose = "The entry for a call.",
            Stages = HookStages.AtEnd,
            Shape = ReplyShape.Request,
            EmptyCancels = true,
            Source = "The diary's own page, 1",
        },
        new()
        {
            Crm = DiaryModule.Diary,
            Contract = typeof(CustomizeNote),
            Purpose = "The note below an entry.",
            Stages = HookStages.AtEnd,
            Shape = ReplyShape.Request,
            EmptyCancels = true,
            ReadOnly = ["title"],
            Source = "The diary's own page, 2",
        },
    ];
}
