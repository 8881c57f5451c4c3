import Kernel

/// The words of the queue and of the list of cases.
extension Phrase {
    static let queueTitle = Phrase("desk.queue_title", en: "Your queue", es: "Su bandeja")
    static let queueEmpty = Phrase("desk.queue_empty", en: "Nothing is waiting for you", es: "No hay nada pendiente")
    static let queueEmptyAdvice = Phrase(
        "desk.queue_empty_advice", en: "New tasks appear here by themselves, the most pressing first.",
        es: "Las tareas nuevas aparecen aquí solas, primero las más urgentes.")
    static let queueNoMatch = Phrase("desk.queue_no_match", en: "Nothing matches", es: "No hay coincidencias")
    static let queueNoMatchAdvice = Phrase(
        "desk.queue_no_match_advice", en: "Check the spelling, or look with fewer filters. The first three letters of a word are enough.",
        es: "Revise la ortografía o use menos filtros. Bastan las tres primeras letras de una palabra.")
    static let showAll = Phrase("desk.show_all", en: "Show everything", es: "Mostrar todo")
    static let searchCases = Phrase("desk.search_cases", en: "Reference number, name, or words of the case", es: "Referencia, nombre o palabras del expediente")
    static let searchPartial = Phrase(
        "desk.search_partial", en: "More than {count} applications match this, and only the first were searched. Type more of a word, or another one.",
        es: "Más de {count} solicitudes coinciden y solo se buscó en las primeras. Escriba más letras u otra palabra.")
    static let allCases = Phrase("desk.all_cases", en: "All cases", es: "Todos los expedientes")
    static let allCasesLink = Phrase(
        "desk.all_cases_link", en: "Look in all cases, also those that wait for the applicant or are decided",
        es: "Buscar en todos los expedientes, también los que esperan al solicitante o están resueltos")
    static let anyService = Phrase("desk.any_service", en: "Any service", es: "Cualquier servicio")
    static let anyAnswer = Phrase("desk.any_answer", en: "Any answer", es: "Cualquier respuesta")
    static let anyRole = Phrase("desk.any_role", en: "Any role", es: "Cualquier función")
    static let team = Phrase("desk.team", en: "Team", es: "Equipo")
    static let myTeam = Phrase("desk.my_team", en: "My team, and what is of no team", es: "Mi equipo y lo que no es de ninguno")
    static let allTeams = Phrase("desk.all_teams", en: "All of my role", es: "Toda mi función")
    static let seeWholeRole = Phrase("desk.see_whole_role", en: "See all that waits for your role", es: "Ver todo lo que espera a su función")
    static let skills = Phrase("desk.skills", en: "Skills", es: "Capacidades")
    static let whatICanDo = Phrase("desk.what_i_can_do", en: "What I can do", es: "Lo que puedo hacer")
    static let whateverItAsks = Phrase("desk.whatever_it_asks", en: "Whatever skills it asks for", es: "Pida la capacidad que pida")
    static let asksFor = Phrase("desk.asks_for", en: "asks for {skills}", es: "pide {skills}")
    static let asksForMore = Phrase(
        "desk.asks_for_more", en: "asks for {skills}, which you do not have", es: "pide {skills}, que usted no tiene")
    static let lacksSkills = Phrase(
        "desk.lacks_skills", en: "This task asks for {skills}, which you do not have.", es: "Esta tarea pide {skills}, que usted no tiene.")
    static let lacksSkillsAdvice = Phrase(
        "desk.lacks_skills_advice", en: "Leave it to a colleague who has it, or ask a supervisor to give it to you.",
        es: "Déjela a un colega que la tenga, o pida a un supervisor que se la asigne.")
    static let withoutSkills = Phrase("desk.without_skills", en: "{name}, without {skills}", es: "{name}, sin {skills}")
    static let wholeRole = Phrase("desk.whole_role", en: "All of {role}", es: "Todo: {role}")
    static let forTeam = Phrase("desk.for_team", en: "For {team}", es: "Para {team}")
    static let anyTime = Phrase("desk.any_time", en: "Any time", es: "Cualquier fecha")
    static let anyStage = Phrase("desk.any_stage", en: "Anywhere", es: "Cualquiera")
    static let byWeekEnd = Phrase("desk.by_week_end", en: "By the end of this week", es: "Antes de acabar la semana")
    static let service = Phrase("desk.service", en: "Service", es: "Servicio")
    static let role = Phrase("desk.role", en: "Role", es: "Función")
    static let skipToTasks = Phrase("desk.skip_to_tasks", en: "Skip to the tasks", es: "Ir a las tareas")
    static let assigned = Phrase("desk.assigned", en: "Assigned to", es: "Asignada a")
    static let anyone = Phrase("desk.anyone", en: "Anyone", es: "Cualquiera")
    static let me = Phrase("desk.me", en: "Me", es: "Mí")
    static let you = Phrase("desk.you", en: "You", es: "Usted")
    static let nobody = Phrase("desk.nobody", en: "Nobody", es: "Nadie")
    static let nobodyYet = Phrase("desk.nobody_yet", en: "Nobody yet ({role})", es: "Nadie todavía ({role})")
    static let someoneElse = Phrase("desk.someone_else", en: "A colleague", es: "Otra persona")
    static let reference = Phrase("desk.reference", en: "Reference", es: "Referencia")
    static let task = Phrase("desk.task", en: "Task", es: "Tarea")
    static let due = Phrase("desk.due", en: "Due", es: "Plazo")
    static let noDeadline = Phrase("desk.no_deadline", en: "No deadline", es: "Sin plazo")
    static let received = Phrase("desk.received", en: "Received", es: "Recibido")
    static let overdue = Phrase("desk.overdue", en: "Overdue", es: "Vencida")
    static let countMine = Phrase("desk.count_mine", en: "Mine", es: "Mías")
    static let countOverdue = Phrase("desk.count_overdue", en: "Overdue", es: "Vencidas")
    static let countSoon = Phrase("desk.count_soon", en: "Due soon", es: "Vencen pronto")
    static let countWaiting = Phrase("desk.count_waiting", en: "Waiting in total", es: "Pendientes en total")
    static let stage = Phrase("desk.stage", en: "Stage", es: "Fase")
    static let stageAwaitingApplicant = Phrase("desk.stage_awaiting_applicant", en: "Waiting for the applicant", es: "En espera del solicitante")
    static let stageInProgress = Phrase("desk.stage_in_progress", en: "In progress", es: "En trámite")
}
