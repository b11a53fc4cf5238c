using static Itgrix.Hooks.HookStages;

namespace Itgrix.Hooks.Kommo;

/// <summary>The hooks of Kommo, and their names that no other CRM has.</summary>
internal static class KommoHooks
{
    public static readonly HookName ProcessCallParams = new("process_call_params");
    public static readonly HookName ProcessContactCreationParams = new("process_contact_creation_params");
    public static readonly HookName ProcessContactUpdateParams = new("process_contact_update_params");
    public static readonly HookName ProcessLeadCreationParams = new("process_lead_creation_params");
    public static readonly HookName ProcessLeadUpdateParams = new("process_lead_update_params");
    public static readonly HookName ProcessUnsortedCreationParams = new("process_unsorted_creation_params");

    /// <summary>The rows, in the order of the vendor's page.</summary>
    public static readonly IReadOnlyList<HookDefinition> All =
    [
        new()
        {
            Crm = Crm.Kommo,
            Contract = typeof(NeedRegistration),
            Purpose = "Is the call registered? Black and white lists.",
            Stages = Every,
            Shape = ReplyShape.Decision,
            Source = "Kommo customizations, 1",
        },
        new()
        {
            Crm = Crm.Kommo,
            Contract = typeof(ProcessCallParams),
            Purpose = "How the call is registered in the CRM.",
            Stages = AtEnd,
            Shape = ReplyShape.Request,
            EmptyCancels = true,
            Source = "Kommo customizations, 2",
        },
        new()
        {
            Crm = Crm.Kommo,
            Contract = typeof(ProcessClientPhone),
            Purpose = "The client's number before it is looked up in the CRM.",
            Stages = Every,
            Shape = ReplyShape.Value,
            Value = "phone",
            Source = "Kommo customizations, 3",
        },
        new()
        {
            Crm = Crm.Kommo,
            Contract = typeof(ProcessContactCreationParams),
            Purpose = "The contact that is created for an unknown number.",
            Stages = FromRing,
            HidesStage = true,
            Shape = ReplyShape.Request,
            EmptyCancels = true,
            Source = "Kommo customizations, 4",
        },
        new()
        {
            Crm = Crm.Kommo,
            Contract = typeof(ProcessLeadCreationParams),
            Purpose = "The lead (deal) that is created for a call.",
            Stages = FromAnswer,
            HidesStage = true,
            Shape = ReplyShape.Request,
            EmptyCancels = true,
            Source = "Kommo customizations, 5",
        },
        new()
        {
            Crm = Crm.Kommo,
            Contract = typeof(ProcessOriginateParams),
            Purpose = "How Asterisk dials when someone clicks a number in the CRM.",
            Shape = ReplyShape.Request,
            ReadOnly = ["request_data"],
            Source = "Kommo customizations, 6",
        },
        new()
        {
            Crm = Crm.Kommo,
            Contract = typeof(ProcessRecordFilePath),
            Purpose = "Where the recording is: conversion to mp3, another name.",
            Stages = AtEnd,
            Shape = ReplyShape.Value,
            Value = "path",
            ReadOnly = ["call_id", "from", "to"],
            TimeLimit = TimeSpan.FromSeconds(10),
            Source = "Kommo customizations, 7",
        },
        new()
        {
            Crm = Crm.Kommo,
            Contract = typeof(ProcessTaskCreationParams),
            Purpose = "The task about a missed or unanswered call.",
            Stages = AtEnd,
            Shape = ReplyShape.Request,
            EmptyCancels = true,
            Source = "Kommo customizations, 8",
        },
        new()
        {
            Crm = Crm.Kommo,
            Contract = typeof(CustomizeAutodistribution),
            Purpose = "Which extension an incoming call is routed to.",
            Shape = ReplyShape.Distribution,
            ReadOnly = ["from", "trunk", "entity", "error", "request_data"],
            Source = "Kommo customizations, 9",
        },
        new()
        {
            Crm = Crm.Kommo,
            Contract = typeof(PostRegistration),
            Purpose = "Any action after the call is registered.",
            Stages = AtEnd,
            Shape = ReplyShape.Nothing,
            Source = "Kommo customizations, 10",
        },
        new()
        {
            Crm = Crm.Kommo,
            Contract = typeof(ProcessContactUpdateParams),
            Purpose = "The update of a known contact.",
            Stages = AtEnd,
            Shape = ReplyShape.Request,
            EmptyCancels = true,
            Source = "Kommo customizations, 11",
        },
        new()
        {
            Crm = Crm.Kommo,
            Contract = typeof(ProcessLeadUpdateParams),
            Purpose = "The update of a known lead (deal).",
            Stages = AtEnd,
            Shape = ReplyShape.Request,
            EmptyCancels = true,
            Source = "Kommo customizations, 12",
        },
        new()
        {
            Crm = Crm.Kommo,
            Contract = typeof(ProcessUnsortedCreationParams),
            Purpose = "The unsorted lead that is created for an unknown number.",
            Stages = AtEnd,
            Shape = ReplyShape.Request,
            EmptyCancels = true,
            Source = "Kommo customizations, 13",
        },
    ];
}
