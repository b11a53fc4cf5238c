using static Itgrix.Hooks.HookStages;

namespace Itgrix.Hooks.Bitrix24;

/// <summary>The hooks of Bitrix24, and their names that no other CRM has.</summary>
internal static class Bitrix24Hooks
{
    public static readonly HookName CustomizeShowCallCard = new("customize_show_call_card");
    public static readonly HookName ProcessFinalParams = new("process_final_params");
    public static readonly HookName CustomizeAttachRecordUrl = new("customize_attach_record_url");
    public static readonly HookName CustomizeActivity = new("customize_activity");
    public static readonly HookName CustomizeEntity = new("customize_entity");
    public static readonly HookName ProcessRegistrationParams = new("process_registration_params");

    /// <summary>The rows, in the order of the vendor's page.</summary>
    public static readonly IReadOnlyList<HookDefinition> All =
    [
        new()
        {
            Crm = Crm.Bitrix24,
            Contract = typeof(CustomizeActivity),
            Purpose = "Fields of the activity (case) at the end of the call.",
            Stages = AtEnd,
            Shape = ReplyShape.Request,
            EmptyCancels = true,
            ReadOnly =
            [
                "activity", "id", "type", "from", "to", "trunk",
                "start_time", "answer_time", "end_time", "was_answered", "is_parked", "channel", "user",
            ],
            Source = "Bitrix24 customizations, 1",
        },
        new()
        {
            Crm = Crm.Bitrix24,
            Contract = typeof(CustomizeEntity),
            Purpose = "Fields of the contact, lead or company at the end of the call.",
            Stages = AtEnd,
            Shape = ReplyShape.Request,
            EmptyCancels = true,
            ReadOnly = ["entity"],
            Source = "Bitrix24 customizations, 2",
        },
        new()
        {
            Crm = Crm.Bitrix24,
            Contract = typeof(NeedRegistration),
            Purpose = "Is the call registered? Black and white lists.",
            Stages = Every,
            Shape = ReplyShape.Decision,
            Source = "Bitrix24 customizations, 3",
        },
        new()
        {
            Crm = Crm.Bitrix24,
            Contract = typeof(ProcessClientPhone),
            Purpose = "The client's number before it is looked up in the CRM.",
            Stages = Every,
            Shape = ReplyShape.Value,
            Value = "phone",
            Source = "Bitrix24 customizations, 4",
        },
        new()
        {
            Crm = Crm.Bitrix24,
            Contract = typeof(ProcessFinalParams),
            Purpose = "How the call is finished in the CRM.",
            Stages = AtEnd,
            Shape = ReplyShape.Request,
            EmptyCancels = true,
            Source = "Bitrix24 customizations, 5",
        },
        new()
        {
            Crm = Crm.Bitrix24,
            Contract = typeof(ProcessOriginateParams),
            Purpose = "How Asterisk dials when someone clicks a number in the CRM.",
            Shape = ReplyShape.Request,
            ReadOnly = ["request_data"],
            Source = "Bitrix24 customizations, 6",
        },
        new()
        {
            Crm = Crm.Bitrix24,
            Contract = typeof(ProcessRecordFilePath),
            Purpose = "Where the recording is: conversion to mp3, another name.",
            Stages = AtEnd,
            Shape = ReplyShape.Value,
            Value = "path",
            ReadOnly = ["call_id", "from", "to"],
            TimeLimit = TimeSpan.FromSeconds(10),
            Source = "Bitrix24 customizations, 7",
        },
        new()
        {
            Crm = Crm.Bitrix24,
            Contract = typeof(ProcessRegistrationParams),
            Purpose = "How the call is registered in the CRM.",
            Stages = AtRegistration,
            Shape = ReplyShape.Request,
            EmptyCancels = true,
            Source = "Bitrix24 customizations, 8",
        },
        new()
        {
            Crm = Crm.Bitrix24,
            Contract = typeof(ProcessTaskCreationParams),
            Purpose = "The task about a missed or unanswered call.",
            Stages = AtEnd,
            Shape = ReplyShape.Request,
            EmptyCancels = true,
            Source = "Bitrix24 customizations, 9",
        },
        new()
        {
            Crm = Crm.Bitrix24,
            Contract = typeof(ProcessUserPhone),
            Purpose = "An employee's number before the employee is looked up.",
            Stages = Every,
            Shape = ReplyShape.Value,
            Value = "phone",
            Source = "Bitrix24 customizations, 10",
        },
        new()
        {
            Crm = Crm.Bitrix24,
            Contract = typeof(CustomizeAutodistribution),
            Purpose = "Which extension an incoming call is routed to.",
            Shape = ReplyShape.Distribution,
            ReadOnly = ["from", "user", "entity", "error"],
            Source = "Bitrix24 customizations, 11",
        },
        new()
        {
            Crm = Crm.Bitrix24,
            Contract = typeof(PostRegistration),
            Purpose = "Any action after the call is registered.",
            Stages = AtRegistration,
            Shape = ReplyShape.Nothing,
            Source = "Bitrix24 customizations, 12",
        },
        new()
        {
            Crm = Crm.Bitrix24,
            Contract = typeof(CustomizeShowCallCard),
            Purpose = "Which employee sees the call card.",
            Stages = Every,
            Shape = ReplyShape.Request,
            EmptyCancels = true,
            Source = "Bitrix24 customizations, 13",
        },
        new()
        {
            Crm = Crm.Bitrix24,
            Contract = typeof(CustomizeAttachRecordUrl),
            Purpose = "How a link to the recording is put into the activity (case).",
            Stages = AtEnd,
            Shape = ReplyShape.Request,
            EmptyCancels = true,
            ReadOnly = ["activity"],
            Source = "Bitrix24 customizations, 14",
        },
    ];
}
